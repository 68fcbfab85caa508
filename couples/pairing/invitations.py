"""An invitation: made, shown again, found by its link, forgotten. It pairs nobody (`pairing` does) and mails nobody.

Until a person is confirmed, an invitation is *open*; an answer does not end it for its inviter.
"""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import secret_links
from couples.accounts.models import User
from couples.pairing.membership import couple_of, hold
from couples.pairing.models import Invitation
from couples.pairing.refusals import ALREADY_PAIRED, IS_COUNSELOR
from couples.ratelimits.counter import Limit
from couples.refused import Refused

INVITATION_LIFETIME: Final = timedelta(hours=72)
INVITATIONS_A_DAY: Final = Limit("invitations", 6, timedelta(days=1))
INVITATION_RETENTION: Final = timedelta(days=7)
"""How long an invitation that is over still leads the two who used it to the right page."""


def invite(user: User) -> tuple[Invitation, str]:
    """A new invitation and the secret of its link. At most one is open for each inviter, and some a day."""
    now = timezone.now()
    with transaction.atomic():
        if not hold(user):
            raise Refused(_("This account no longer exists."))
        if user.is_counselor:
            raise Refused(IS_COUNSELOR)
        if couple_of(user):
            raise Refused(ALREADY_PAIRED)
        if open_invitation(user):
            raise Refused(_("You already have an open invitation. Cancel it first to make a new one."))
        if not INVITATIONS_A_DAY.take(str(user.pk)):
            raise Refused(_("You have made several invitations today. You can make another one tomorrow."))
        cancel_all_of(user)
        invitation = Invitation(inviter=user, created_at=now, expires_at=now + INVITATION_LIFETIME)
        token = token_of(invitation)
        invitation.token_hash = secret_links.hash_of(token)
        invitation.save(force_insert=True)
    return invitation, token


def open_invitation(user: User) -> Invitation | None:
    """The invitation that is open as far as its inviter can tell: a declined one is, and one with a yes to confirm."""
    return Invitation.objects.select_related("accepted_by").filter(is_open(), inviter=user).first()


def is_open() -> Q:
    """Neither ended nor run out. A yes that came in time can be confirmed for as long again."""
    unanswered = Q(accepted_at__isnull=True) & secret_links.unexpired()
    answered = Q(accepted_by__isnull=False, accepted_at__gt=timezone.now() - INVITATION_LIFETIME)
    return Q(cancelled_at__isnull=True, confirmed_at__isnull=True) & (unanswered | answered)


def is_unanswered() -> Q:
    """Open, as far as anybody can tell who holds the link: nobody has said yes. A no does not show."""
    return is_open() & Q(accepted_at__isnull=True, inviter__is_active=True)


def find(token: str) -> Invitation | None:
    """The invitation behind a link, unless it was used, taken back or has run out."""
    return with_token(token).filter(is_unanswered()).first()


def with_token(token: str) -> QuerySet[Invitation]:
    """Every invitation that this link ever meant: one or none, whatever became of it."""
    return Invitation.objects.select_related("inviter").filter(secret_links.with_token(token))


def token_of(invitation: Invitation) -> str:
    """The 128-bit secret of this invitation's link."""
    return secret_links.derive_token("invitation", invitation.pk)


def is_link_known(invitation: Invitation) -> bool:
    """Whether the link can still be shown: not after the master key that made it was replaced."""
    return secret_links.hash_of(token_of(invitation)) == invitation.token_hash


def cancel_all_of(*inviters: User) -> None:
    """End whatever these people had open towards others."""
    Invitation.objects.filter(
        inviter__in=inviters, confirmed_at__isnull=True, cancelled_at__isnull=True
    ).update(cancelled_at=timezone.now(), code_hash="")


def forget_over() -> int:
    """Forget digits that ran out, and after a while every invitation that is over. May be repeated."""
    now = timezone.now()
    gone = Invitation.objects.exclude(code_hash="").filter(code_expires_at__lte=now).update(code_hash="")
    over = Q(expires_at__lte=now - INVITATION_RETENTION) & (
        Q(accepted_at__isnull=True) | Q(accepted_at__lte=now - INVITATION_RETENTION)
    )
    return gone + Invitation.objects.filter(over).delete()[0]
