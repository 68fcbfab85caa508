"""Invitations to become a counselor, and counselors' profiles.

Only an operator's invitation to a verified address makes somebody a counselor. Nothing here sends mail or makes links.
An open invitation is in the database `keys`, too, so that whoever writes to the main database makes nobody a counselor:
neither with a row of their own, nor with one that was used, has ended, or was meant for somebody else.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from couples import clock, secret_links
from couples.accounts.models import User
from couples.counseling.models import CounselorInvitation, CounselorProfile
from couples.facts import holding, macs
from couples.facts.changing import changing
from couples.keys import latest
from couples.pairing import invitations
from couples.pairing.models import Membership
from couples.refused import Refused
from couples.security_log import Kind, note

COUNSELOR_INVITATION_LIFETIME: Final = timedelta(hours=72)
ABOUT: Final = "a counselor’s invitation"
"""What a mail with its link is about."""
OPEN: Final = "counselor link"
"""Under this purpose, `keys` holds the open invitations."""
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
        expire_all_for(address)
        made = CounselorInvitation.objects.create(
            email=address,
            token_hash=secret_links.hash_of(token),
            expires_at=now + COUNSELOR_INVITATION_LIFETIME,
        )
        keep(made)
    return token


def keep(invitation: CounselorInvitation) -> None:
    """Keep in `keys` that this invitation is open."""
    latest.put(OPEN, _subject(invitation), _state(invitation))


def keep_all_open() -> None:
    """Keep all that are there. Once, when what was stored before is signed."""
    for invitation in CounselorInvitation.objects.filter(secret_links.unexpired(), used_at__isnull=True):
        keep(invitation)


def expire_all_for(address: str) -> None:
    """End every open invitation for this address."""
    now, theirs = clock.now(), CounselorInvitation.objects.filter(email__iexact=address)
    for invitation in theirs:
        latest.forget(OPEN, _subject(invitation))
    theirs.filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)


def find(token: str) -> CounselorInvitation | None:
    """Return the invitation with this token, or None if there is none, it was used or changed, or it has expired."""
    found = CounselorInvitation.objects.filter(
        secret_links.with_token(token), secret_links.unexpired(), used_at__isnull=True
    ).first()
    if found and not _is_kept(found):
        note(Kind.MAC_BROKEN)
        return None
    return found


def is_for(invitation: CounselorInvitation, user: User) -> bool:
    """Return whether this user may accept: the invited address is theirs and verified, and they are in no couple.

    It is what holds that says so. Raises DoesNotHold.
    """
    held = holding.held(user.pk)
    (own,), addresses = held.rows(User), held.rows(EmailAddress)
    is_theirs = own["email"] == invitation.email and any(
        one["verified"] and one["email"].lower() == invitation.email for one in addresses
    )
    return is_theirs and all(one["left_at"] is not None for one in held.rows(Membership))


def accept(
    invitation: CounselorInvitation, user: User, practice: str, confidences: str, response_time: str
) -> CounselorProfile:
    """Make this user a counselor with this profile. Cancels their open invitations to a partner. Raises Refused."""
    now = clock.now()
    with changing(user):
        locked = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True)
        if not locked.exists() or not is_for(invitation, user):
            raise Refused(_("This invitation isn’t for this account."))
        still_open = CounselorInvitation.objects.filter(
            pk=invitation.pk, used_at__isnull=True, expires_at__gt=now
        )
        if not _is_kept(invitation) or not still_open.update(used_at=now):
            raise Refused(_("This invitation is no longer open."))
        invitations.cancel_all_of(user)
        user.write(is_counselor=True)
        latest.forget(OPEN, _subject(invitation))  # if this is undone, the operator has to invite again
        note(Kind.ROLE_CHANGED)
        return save_profile(user, practice, confidences, response_time)


def save_profile(user: User, practice: str, confidences: str, response_time: str) -> CounselorProfile:
    """Store what partners read about this counselor. A changed rule or response time raises the version."""
    with transaction.atomic():
        said = {"confidences": confidences, "response_time": response_time}
        profile, made = CounselorProfile.objects.select_for_update().get_or_create(
            user=user, defaults={"practice": practice, **said}
        )
        if not made:
            profile.confidences_version += any(getattr(profile, name) != said[name] for name in said)
            profile.practice, profile.confidences = practice, confidences
            profile.response_time = response_time
            profile.save()
    return profile


def _is_kept(invitation: CounselorInvitation) -> bool:
    subject = _subject(invitation)
    return subject in latest.holding(OPEN, {subject: _state(invitation)})


def _subject(invitation: CounselorInvitation) -> UUID:
    """Return what stands for its link in `keys`, whatever is changed in the row."""
    return UUID(bytes=sha256(invitation.token_hash.encode()).digest()[:16])


def _state(invitation: CounselorInvitation) -> bytes:
    said = [invitation.token_hash, invitation.email, invitation.expires_at]
    return sha256(macs.written(said)).digest()
