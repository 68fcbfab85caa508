"""How two people become a couple here: accept, confirm, decline, cancel. It mails nobody and shares nothing.

Who accepts, accepts for themself: `accept` is called only for a signed-in person who pressed the button. It pairs
nobody: the inviter says first whether this is the person they meant. Declining is silent, and closes nothing: whoever
holds the link, with however many accounts, could else try out whether somebody declined.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts.models import User
from couples.keys import data_keys
from couples.pairing import invitations
from couples.pairing.invitations import find, invite, is_link_known, open_invitation, token_of
from couples.pairing.membership import couple_of, hold, partner_of
from couples.pairing.models import Couple, Invitation, Membership, Voice
from couples.pairing.refusals import ALREADY_PAIRED, INVITATION_OVER, IS_COUNSELOR
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
    "open_invitation",
    "pair",
    "partner_of",
    "take_yes_back",
    "token_of",
    "yes_of",
]


def accept(invitation: Invitation, user: User) -> None:
    """Say yes to the inviter. Of several people who accept at once, exactly one has. Saying it twice is once."""
    inviter = invitation.inviter
    if inviter == user:
        raise Refused(_("This is your own invitation. It is for the person you want to invite."))
    if user.is_counselor:
        raise Refused(IS_COUNSELOR)
    if _has_said_yes(invitation, user):  # whoever comes too late is told so without holding anybody up
        return
    with transaction.atomic():
        held = hold(inviter, user)
        if _has_said_yes(invitation, user):
            return
        if not (
            held
            and _answerable(invitation).update(
                accepted_by=user, accepted_at=timezone.now(), declined_at=None, code_hash=""
            )
        ):
            raise Refused(INVITATION_OVER)
        if couple_of(inviter):
            raise Refused(
                _("%(name)s already has a partner here, so this invitation can’t be accepted.")
                % {"name": inviter.name}
            )


def yes_of(user: User) -> Invitation | None:
    """The invitation to which this person said yes and whose inviter has not said yet whether it was meant for them."""
    open_ones = Invitation.objects.select_related("inviter").filter(invitations.is_open())
    return open_ones.filter(accepted_by=user, inviter__is_active=True).first()


def take_yes_back(user: User) -> None:
    """The invitation is as it was before this person answered. A confirmed yes stays."""
    _answers_of(user).update(accepted_by=None, accepted_at=None)


def confirm(inviter: User, person: UUID) -> Couple:
    """The inviter says: `person`, whom I was shown as the one who accepted, is who I meant. Now they are a couple."""
    with transaction.atomic():
        yes = Invitation.objects.select_related("accepted_by").filter(
            invitations.is_open(), inviter=inviter, accepted_by=person
        )
        found = yes.first()
        other = found.accepted_by if found else None
        held = other is not None and hold(inviter, other)
        if couple_of(inviter):
            raise Refused(ALREADY_PAIRED)
        if other is None or not held or couple_of(other) or not yes.update(confirmed_at=timezone.now()):
            raise Refused(_("This answer no longer applies, so nothing has started."))
        invitations.cancel_all_of(inviter, other)
        _answers_of(inviter, other).update(accepted_by=None, accepted_at=None)
        return pair(inviter, other)


def decline(invitation: Invitation) -> None:
    """Nobody is told, and nothing else changes by it: the link stays open. Declining again changes nothing."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, declined_at__isnull=True).update(
        declined_at=timezone.now()
    )


def cancel(invitation: Invitation) -> None:
    """Its inviter takes it back, also from somebody who accepted; nothing opens any more. A confirmed one stays."""
    Invitation.objects.filter(pk=invitation.pk, confirmed_at__isnull=True, cancelled_at__isnull=True).update(
        cancelled_at=timezone.now(), code_hash=""
    )


def pair(first: User, second: User) -> Couple:
    """Make two people a couple; only for `confirm` and for the invented people, who ask nobody."""
    couple = Couple.objects.create()
    for user, voice in ((first, Voice.A), (second, Voice.B)):
        Membership.objects.create(couple=couple, user=user, voice=voice)
        data_keys.make(user.pk)
    return couple


def _has_said_yes(invitation: Invitation, user: User) -> bool:
    """Whether this very yes is there already; refused when this person, or anybody, can't say it now."""
    if couple_of(user):
        raise Refused(ALREADY_PAIRED)
    yes = yes_of(user)
    if yes and yes != invitation:
        raise Refused(_("You have said yes to another invitation. Take back that yes first."))
    if not yes and not _answerable(invitation).exists():
        raise Refused(INVITATION_OVER)
    return yes is not None


def _answerable(invitation: Invitation) -> QuerySet[Invitation]:
    """The very row, if it is still open: who changes it decides by it."""
    return Invitation.objects.filter(invitations.is_open(), pk=invitation.pk, accepted_at__isnull=True)


def _answers_of(*users: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        accepted_by__in=users, confirmed_at__isnull=True, cancelled_at__isnull=True
    )
