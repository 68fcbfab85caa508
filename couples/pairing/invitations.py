"""Create, find, cancel and delete invitations. Couples are formed in `acceptance`; no mail is sent.

An invitation is *open* until it is confirmed, cancelled or expired; an answer alone does not end it.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from couples import clock, secret_links, sent_once
from couples.accounts.models import User
from couples.facts.changing import changing, taking_away
from couples.pairing.membership import couple_of, hold
from couples.pairing.models import Invitation
from couples.pairing.refusals import ALREADY_PAIRED, IS_COUNSELOR
from couples.ratelimits.counter import Limit
from couples.refused import Refused

INVITATION_LIFETIME: Final = timedelta(hours=72)
INVITATIONS_A_DAY: Final = Limit("invitations", 6, timedelta(days=1))
INVITATION_RETENTION: Final = timedelta(days=7)
"""For how long an expired invitation is kept, so that its link still leads its two people to the right page."""


def invite(user: User, invitation_id: UUID | None = None) -> tuple[Invitation, str]:
    """Create an invitation; return it and its link's secret. One open per inviter, rate-limited. Raises Refused.

    `invitation_id`: of the form that was sent. Where it has made the open one, that is returned.
    """
    now = clock.now()
    with changing(user):
        if not hold(user):
            raise Refused(_("This account no longer exists."))
        if user.is_counselor:
            raise Refused(IS_COUNSELOR)
        if couple_of(user):
            raise Refused(ALREADY_PAIRED)
        open_one = open_invitation(user)
        if open_one and open_one.pk == invitation_id:
            return open_one, token_of(open_one)
        if open_one:
            raise Refused(_("You already have an open invitation. Cancel it first to make a new one."))
        if not INVITATIONS_A_DAY.take(str(user.pk)):
            raise Refused(_("You have made several invitations today. You can make another one tomorrow."))
        cancel_all_of(user)
        made_as = sent_once.unused(Invitation, invitation_id)
        invitation = Invitation(
            id=made_as, inviter=user, created_at=now, expires_at=now + INVITATION_LIFETIME
        )
        token = token_of(invitation)
        invitation.token_hash = secret_links.hash_of(token)
        invitation.save(force_insert=True)
    return invitation, token


def open_invitation(user: User) -> Invitation | None:
    """Return the inviter's open invitation; a declined one, and one accepted but not confirmed, count as open."""
    return Invitation.objects.select_related("accepted_by").filter(is_open(), inviter=user).first()


def is_open() -> Q:
    """Filter: not ended, not expired. An acceptance in time can be confirmed for another INVITATION_LIFETIME."""
    unanswered = Q(accepted_at__isnull=True) & secret_links.unexpired()
    answered = Q(accepted_by__isnull=False, accepted_at__gt=clock.now() - INVITATION_LIFETIME)
    return Q(cancelled_at__isnull=True, confirmed_at__isnull=True) & (unanswered | answered)


def is_unanswered() -> Q:
    """Filter: open and not accepted, as seen by holders of the link. A decline makes no difference."""
    return is_open() & Q(accepted_at__isnull=True, inviter__is_active=True)


def find(token: str) -> Invitation | None:
    """Return the invitation behind a link; None if it was accepted, cancelled or has expired."""
    return with_token(token, is_unanswered())


def with_token(token: str, state: Q | None = None) -> Invitation | None:
    """Return the invitation with this token, if it is in this state and of the inviter who gave the token away."""
    rows = Invitation.objects.select_related("inviter").filter(secret_links.with_token(token))
    found = rows.filter(state or Q()).first()
    if found and secret_links.is_derived(token, "invitation", found.pk, found.inviter_id):
        return found
    return None


def token_of(invitation: Invitation) -> str:
    """Derive the 128-bit secret of this invitation's link."""
    return secret_links.derive_token("invitation", invitation.pk, invitation.inviter_id)


def is_link_known(invitation: Invitation) -> bool:
    """Return whether the link can still be derived: no longer once its master key was replaced."""
    return secret_links.is_of(token_of(invitation), invitation.token_hash)


def cancel_all_of(*inviters: User) -> None:
    """Cancel every unconfirmed invitation that these people sent."""
    theirs = Invitation.objects.filter(
        inviter__in=inviters, confirmed_at__isnull=True, cancelled_at__isnull=True
    )
    with taking_away(*inviters, *_who_accepted(theirs)):
        theirs.update(cancelled_at=clock.now(), code_hash="")


def forget_over() -> int:
    """Clear expired digits and delete invitations past their retention. Returns the rows affected; idempotent."""
    now = clock.now()
    gone = Invitation.objects.exclude(code_hash="").filter(code_expires_at__lte=now).update(code_hash="")
    over = Invitation.objects.filter(
        Q(accepted_at__isnull=True) | Q(accepted_at__lte=now - INVITATION_RETENTION),
        expires_at__lte=now - INVITATION_RETENTION,
    )
    with taking_away(*_who_accepted(over)):
        return gone + over.delete()[0]


def _who_accepted(several: QuerySet[Invitation]) -> list[UUID]:
    return list(several.filter(accepted_by__isnull=False).values_list("accepted_by", flat=True))
