"""How two people become a couple here: invite, find, accept, decline, cancel. It mails nobody and shares nothing.

Who accepts, accepts for themself: `accept` is called only for a signed-in person who pressed the button.
Declining is silent. The link goes on looking open, to its inviter and to whoever opens it, until it runs out.
"""

import base64
import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import keys
from .models import Couple, Invitation, Membership, User, Voice

LASTS = timedelta(hours=72)
TOKEN_BYTES = 16


class Refused(Exception):
    """A sentence for the person who asked."""


def invite(user: User) -> tuple[Invitation, str]:
    """A new invitation and the secret of its link. At most one is open for each inviter."""
    now = timezone.now()
    with transaction.atomic():
        if not _hold(user):
            raise Refused(_("This account isn't here any more."))
        if couple_of(user):
            raise Refused(_("You already have a partner here."))
        if open_invitation(user):
            raise Refused(_("One invitation of yours is still open. Take it back first to make a new one."))
        _put_away(user)
        invitation = Invitation(inviter=user, created_at=now, expires_at=now + LASTS)
        token = token_of(invitation)
        invitation.token_hash = _hash(token)
        invitation.save(force_insert=True)
    return invitation, token


def open_invitation(user: User) -> Invitation | None:
    """The invitation that is open as far as its inviter can tell: a declined one is, too."""
    return Invitation.objects.filter(
        inviter=user,
        accepted_at__isnull=True,
        cancelled_at__isnull=True,
        expires_at__gt=timezone.now(),
    ).first()


def token_of(invitation: Invitation) -> str:
    """The 128-bit secret of this invitation's link. It is derived anew from the master key each time,
    so its inviter can see the link again although it is stored nowhere."""
    tag = keys.mac("invitation", invitation.pk.bytes)
    return base64.urlsafe_b64encode(tag[:TOKEN_BYTES]).rstrip(b"=").decode()


def is_link_known(invitation: Invitation) -> bool:
    """Whether the link can still be shown: not after the master key that made it was replaced."""
    return _hash(token_of(invitation)) == invitation.token_hash


def find(token: str) -> Invitation | None:
    """The invitation behind a link, unless it was used, taken back or has run out."""
    return (
        Invitation.objects.select_related("inviter")
        .filter(
            token_hash=_hash(token),
            accepted_at__isnull=True,
            cancelled_at__isnull=True,
            expires_at__gt=timezone.now(),
            inviter__is_active=True,
        )
        .first()
    )


def was_accepted_by(token: str, user: User) -> bool:
    """Whether this very person used this link: for those who press the button twice."""
    return Invitation.objects.filter(token_hash=_hash(token), accepted_by=user).exists()


def accept(invitation: Invitation, user: User) -> Couple:
    """Pair `user` with the inviter. Of several people who accept at once, exactly one becomes the partner."""
    inviter = invitation.inviter
    if inviter == user:
        raise Refused(_("This is your own invitation. It is for the person you want to invite."))
    if user.is_counselor:
        raise Refused(_("You are signed in as a counselor. A partner needs an account of their own."))
    with transaction.atomic():
        held = _hold(inviter, user)
        if couple_of(
            user
        ):  # said first: whoever has a partner must not find out here whether somebody declined
            raise Refused(_("You already have a partner here."))
        if not (held and _use(invitation, user)):
            raise Refused(_("This invitation isn't open any more. You can ask for a new one."))
        if couple_of(inviter):
            raise Refused(
                _("%(name)s already has a partner here, so this invitation leads nowhere now.")
                % {"name": inviter.name}
            )
        _put_away(inviter, user)
        return pair(inviter, user)


def decline(invitation: Invitation) -> None:
    """Nobody can accept this invitation any more, and nobody is told. Declining again changes nothing."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, declined_at__isnull=True).update(
        declined_at=timezone.now()
    )


def cancel(invitation: Invitation) -> None:
    """Its inviter takes it back; the link opens nothing from now on. An accepted one stays accepted."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, cancelled_at__isnull=True).update(
        cancelled_at=timezone.now()
    )


def couple_of(user: User) -> Couple | None:
    """The couple this person is in now."""
    return Couple.objects.filter(memberships__user=user, memberships__left_at__isnull=True).first()


def partner_of(user: User) -> User | None:
    """The other active person in the couple this person is in now."""
    return (
        User.objects.filter(
            memberships__left_at__isnull=True,
            memberships__couple__in=Membership.objects.filter(user=user, left_at__isnull=True).values(
                "couple"
            ),
        )
        .exclude(pk=user.pk)
        .first()
    )


def pair(first: User, second: User) -> Couple:
    """Make two people a couple; only for `accept` and for the invented people, who ask nobody."""
    couple = Couple.objects.create()
    for user, voice in ((first, Voice.A), (second, Voice.B)):
        Membership.objects.create(couple=couple, user=user, voice=voice)
        keys.make(user.pk)
    return couple


def _hold(*users: User) -> bool:
    """Let nobody else change whom these people belong to until the transaction ends; always in one order.

    False when one of them isn't here any more.
    """
    ids = [user.pk for user in users]
    held = User.objects.select_for_update(no_key=True).filter(pk__in=ids, is_active=True)
    return len(held.order_by("pk")) == len(ids)


def _use(invitation: Invitation, user: User) -> bool:
    """Use up an invitation; whether it was still open is decided by the very row that is changed."""
    now = timezone.now()
    still_open = Invitation.objects.filter(
        pk=invitation.pk,
        accepted_at__isnull=True,
        declined_at__isnull=True,
        cancelled_at__isnull=True,
        expires_at__gt=now,
    )
    return still_open.update(accepted_by=user, accepted_at=now, confirmed_at=now) == 1


def _put_away(*inviters: User) -> None:
    Invitation.objects.filter(
        inviter__in=inviters, accepted_at__isnull=True, cancelled_at__isnull=True
    ).update(cancelled_at=timezone.now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
