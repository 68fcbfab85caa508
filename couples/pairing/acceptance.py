"""Accept, confirm, decline and cancel invitations. Sends no mail and shares no content.

`accept` is called only for a signed-in person who pressed the button. It does not form the couple: the inviter first
confirms that this is the person they meant. Declining notifies nobody and leaves the link open, because a closed link
would tell anyone who holds it, with any account, that somebody declined.
"""

from operator import itemgetter
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from couples import clock, hooks
from couples.accounts import names
from couples.accounts.models import User
from couples.facts import holding
from couples.facts.changing import changing, taking_away
from couples.pairing import invitations
from couples.pairing.invitations import find, invite, is_link_known, open_invitation, token_of
from couples.pairing.membership import couple_of, hold, partner_of
from couples.pairing.models import Couple, Invitation, Membership, Voice
from couples.pairing.refusals import ALREADY_PAIRED, ANSWER_OVER, INVITATION_OVER, IS_COUNSELOR
from couples.refused import Refused

__all__ = [
    "accept",
    "cancel",
    "confirm",
    "couple_of",
    "decline",
    "find",
    "invite",
    "is_link_known",
    "join",
    "open_invitation",
    "pair",
    "partner_of",
    "take_yes_back",
    "token_of",
    "yes_of",
]


def accept(invitation: Invitation, user: User) -> None:
    """Record that `user` accepts. If several accept at once, exactly one succeeds. Idempotent; raises Refused."""
    inviter = invitation.inviter
    if inviter == user:
        raise Refused(_("This is your own invitation. It is for the person you want to invite."))
    if user.is_counselor:
        raise Refused(IS_COUNSELOR)
    names.refuse_same(user, inviter)
    if _has_said_yes(
        invitation, user
    ):  # checked before locking, so that a late or repeated answer locks no rows
        return
    with changing(inviter, user):
        held = hold(inviter, user)
        if _has_said_yes(invitation, user):
            return
        if not (
            held
            and _answerable(invitation).update(
                accepted_by=user, accepted_at=clock.now(), declined_at=None, code_hash=""
            )
        ):
            raise Refused(INVITATION_OVER)
        if couple_of(inviter):
            raise Refused(
                _("%(name)s already has a partner here, so this invitation can’t be accepted.")
                % {"name": inviter.name}
            )
    hooks.tell(hooks.home_changed, [inviter.pk])


def yes_of(user: User) -> Invitation | None:
    """Return the open invitation that this person accepted and whose inviter has not confirmed it yet, or None."""
    open_ones = Invitation.objects.select_related("inviter").filter(invitations.is_open())
    return open_ones.filter(accepted_by=user, inviter__is_active=True).first()


def take_yes_back(user: User) -> None:
    """Withdraw this person's unconfirmed acceptance; the invitation is open again. A confirmed one stays."""
    with taking_away(user):
        inviters = list(_answers_of(user).values_list("inviter", flat=True))
        _answers_of(user).update(accepted_by=None, accepted_at=None)
    hooks.tell(hooks.home_changed, inviters)


def confirm(inviter: User, person: UUID) -> Couple:
    """Confirm that `person`, shown to the inviter as having accepted, is who they meant, and form the couple.

    Raises Refused, and DoesNotHold for a yes that this person did not give.
    """
    with changing(inviter, person) as change:
        yes = Invitation.objects.select_related("accepted_by").filter(
            invitations.is_open(), inviter=inviter, accepted_by=person
        )
        found = yes.first()
        if found and not change.held(person).has(found, itemgetter("id", "inviter_id", "accepted_at")):
            holding.refuse()  # written there since they were looked at
        other = found.accepted_by if found else None
        held = other is not None and hold(inviter, other)
        if couple_of(inviter):
            raise Refused(ALREADY_PAIRED)
        if other is None or not held or couple_of(other) or not yes.update(confirmed_at=clock.now()):
            raise Refused(ANSWER_OVER)
        return join(inviter, other)


def join(first: User, second: User) -> Couple:
    """Make a couple of two who have each said that the other is the right person, in a change of both.

    Cancels the other open invitations of both and withdraws their other acceptances.
    """
    invitations.cancel_all_of(first, second)
    _answers_of(first, second).update(accepted_by=None, accepted_at=None)
    hooks.tell(hooks.home_changed, [first.pk, second.pk])
    return pair(first, second)


def decline(invitation: Invitation) -> None:
    """Record the decline. Nobody is notified and the link stays open. Idempotent."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, declined_at__isnull=True).update(
        declined_at=clock.now()
    )


def cancel(invitation: Invitation) -> None:
    """End an unconfirmed invitation, accepted or not; its link and digits stop working. A confirmed one stays."""
    both = {invitation.inviter_id, invitation.accepted_by_id} - {None}
    with taking_away(*both):
        open_one = Invitation.objects.filter(
            pk=invitation.pk, confirmed_at__isnull=True, cancelled_at__isnull=True
        )
        open_one.update(cancelled_at=clock.now(), code_hash="")
    if invitation.accepted_by_id:
        hooks.tell(hooks.home_changed, [invitation.accepted_by_id])


def pair(first: User, second: User) -> Couple:
    """Create the couple and both memberships. Only for `join` and for demo people."""
    with changing(first, second):
        hooks.tell(hooks.paired, (first, second))
        couple = Couple.objects.create()
        for user, voice in ((first, Voice.A), (second, Voice.B)):
            Membership.objects.create(couple=couple, user=user, voice=voice)
    return couple


def _has_said_yes(invitation: Invitation, user: User) -> bool:
    """Return whether `user` has already accepted this invitation. Raises Refused if they can't accept it."""
    if couple_of(user):
        raise Refused(ALREADY_PAIRED)
    yes = yes_of(user)
    if yes and yes != invitation:
        raise Refused(_("You have said yes to another invitation. Withdraw that yes first."))
    if not yes and not _answerable(invitation).exists():
        raise Refused(INVITATION_OVER)
    return yes is not None


def _answerable(invitation: Invitation) -> QuerySet[Invitation]:
    """Return the row if it can still be accepted; updating through this filter lets only one caller succeed."""
    as_shown = {"pk": invitation.pk, "inviter": invitation.inviter_id}
    return Invitation.objects.filter(invitations.is_open(), accepted_at__isnull=True, **as_shown)


def _answers_of(*users: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        accepted_by__in=users, confirmed_at__isnull=True, cancelled_at__isnull=True
    )
