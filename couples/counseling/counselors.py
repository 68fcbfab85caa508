"""Invitations to become a counselor, and counselors' profiles.

Only an operator's invitation to a verified address makes somebody a counselor. Nothing here sends mail or makes links.
"""

from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from couples import clock, secret_links
from couples.accounts.models import User
from couples.counseling.models import CounselorInvitation, CounselorProfile
from couples.pairing.membership import couple_of
from couples.pairing.models import Invitation
from couples.refused import Refused
from couples.security_log import Kind, note

COUNSELOR_INVITATION_LIFETIME: Final = timedelta(hours=72)
DEFAULT_CONFIDENCES: Final = gettext_noop(
    "What one of you tells me alone stays with me. I don’t pass it on to the other, and I don’t write it into "
    "anything that both of you can read, unless you agree to it in writing. If something that I may not share keeps "
    "me from working well with the two of you, I tell you that I can’t continue, but not why. The law may require me "
    "to act when someone is in serious danger; if I can, I tell you first."
)
"""The rule on confidences in the form for a new profile: the strictest one."""


def invite(email: str) -> str:
    """Store an invitation for this address and return its token. Unused earlier invitations for it expire."""
    now, token = clock.now(), secret_links.draw()
    address = email.strip().lower()
    with transaction.atomic():
        CounselorInvitation.objects.filter(email=address, used_at__isnull=True, expires_at__gt=now).update(
            expires_at=now
        )
        CounselorInvitation.objects.create(
            email=address,
            token_hash=secret_links.hash_of(token),
            expires_at=now + COUNSELOR_INVITATION_LIFETIME,
        )
    return token


def find(token: str) -> CounselorInvitation | None:
    """Return the invitation with this token, or None if there is none, it was used, or it has expired."""
    return CounselorInvitation.objects.filter(
        secret_links.with_token(token), secret_links.unexpired(), used_at__isnull=True
    ).first()


def is_for(invitation: CounselorInvitation, user: User) -> bool:
    """Return whether this user may accept: the invited address is theirs and verified, and they are in no couple."""
    addresses = EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True)
    return user.email == invitation.email and addresses.exists() and couple_of(user) is None


def accept(invitation: CounselorInvitation, user: User, practice: str, confidences: str) -> CounselorProfile:
    """Make this user a counselor with this profile. Cancels their open invitations to a partner. Raises Refused."""
    now = clock.now()
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True)
        if not locked.exists() or not is_for(invitation, user):
            raise Refused(_("This invitation isn’t for this account."))
        still_open = CounselorInvitation.objects.filter(
            pk=invitation.pk, used_at__isnull=True, expires_at__gt=now
        )
        if not still_open.update(used_at=now):
            raise Refused(_("This invitation is no longer open."))
        Invitation.objects.filter(inviter=user, confirmed_at__isnull=True, cancelled_at__isnull=True).update(
            cancelled_at=now
        )
        user.write(is_counselor=True)
        note(Kind.ROLE_CHANGED)
        return save_profile(user, practice, confidences)


def save_profile(user: User, practice: str, confidences: str) -> CounselorProfile:
    """Store what partners read about this counselor. A changed rule on confidences raises its version."""
    with transaction.atomic():
        profile, made = CounselorProfile.objects.select_for_update().get_or_create(
            user=user, defaults={"practice": practice, "confidences": confidences}
        )
        if not made:
            profile.confidences_version += profile.confidences != confidences
            profile.practice, profile.confidences = practice, confidences
            profile.save()
    return profile
