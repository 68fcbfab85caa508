"""Leaving a couple, at once or on a chosen day. Either partner can, without a reason; who left is stored nowhere.

The couple ends for both in one transaction. A command that was decided before it and arrives after it is refused.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import hooks
from couples.accounts.models import User
from couples.accounts.users import display_name
from couples.amounts import length_text
from couples.counseling import links
from couples.facts import holding
from couples.facts.changing import taking_away
from couples.meetings.models import Meeting, MeetingMail
from couples.pairing.models import Couple, Membership
from couples.refused import Refused

CLOSED_SHOWN_FOR: Final = timedelta(days=30)
"""How long a former partner's home page says that the space is closed."""
MAX_LEAVING_NOTICE: Final = timedelta(days=365)
MAX_ATTEMPTS: Final = 4


def leave(user: User) -> bool:
    """End the couple this person is in, if any. Return whether this call ended it. Idempotent.

    Retries when the database is busy or reports a deadlock, because leaving must not fail for that.
    """
    for _again in range(MAX_ATTEMPTS - 1):
        try:
            return _leave(user)
        except OperationalError:
            continue
    return _leave(user)


def _leave(user: User) -> bool:
    with taking_away(*_both(user)):
        couple = _locked(user)
        if couple is None:
            return False
        _end(couple, timezone.now())
    return True


def leave_due(today: date | None = None) -> int:
    """Carry out every leaving whose chosen day has come and return how many. Idempotent, and safe to run late."""
    day = today or timezone.localdate()
    due = Membership.objects.filter(left_at__isnull=True, leaves_on__lte=day).select_related("user")
    return sum(_leave_if_still_due(membership, day) for membership in due)


def choose_day(user: User, day: date) -> None:
    """Store the day on which this person will leave. Only they can see or change it. Raises Refused."""
    today = timezone.localdate()
    if not today < day <= today + MAX_LEAVING_NOTICE:
        raise Refused(
            _("Please choose a day after today, no more than %(length)s from now.")
            % {"length": length_text(MAX_LEAVING_NOTICE)}
        )
    Membership.objects.filter(user=user, left_at__isnull=True).update(leaves_on=day)


def stay(user: User) -> None:
    """Delete the chosen day."""
    Membership.objects.filter(user=user, left_at__isnull=True).update(leaves_on=None)


def chosen_day(user: User) -> date | None:
    """Return the day on which this person will leave, if they chose one."""
    return (
        Membership.objects.filter(user=user, left_at__isnull=True).values_list("leaves_on", flat=True).first()
    )


def recently_closed(user: User) -> bool:
    """Return whether this person is in no couple and one of theirs ended less than CLOSED_SHOWN_FOR ago."""
    own = Membership.objects.filter(user=user)
    since = timezone.now() - CLOSED_SHOWN_FOR
    return not own.filter(left_at__isnull=True).exists() and own.filter(left_at__gte=since).exists()


def earlier_couples(user: User) -> list[tuple[Couple, str]]:
    """Return the couples this person was in, the most recent first, each with the other partner's name."""
    ended = Couple.objects.filter(memberships__user=user, memberships__left_at__isnull=False).distinct()
    found = []
    for couple in ended.order_by("-ended_at").prefetch_related("memberships__user"):
        others = (one.user for one in couple.memberships.all() if one.user_id != user.pk)
        other = next(others, None)
        found.append((couple, display_name(other.name, other.erased_at) if other else ""))
    return found


def _leave_if_still_due(membership: Membership, day: date) -> bool:
    """End the couple if this person has chosen the day themselves, and not another since. Return whether it ended."""
    with taking_away(*_both(membership.user)):
        couple = _locked(membership.user)
        if couple is None or not _has_chosen(membership.user_id, day):
            return False
        _end(couple, timezone.now())
    return True


def _has_chosen(person: UUID, day: date) -> bool:
    try:
        own = holding.held(person).rows(Membership)
    except holding.DoesNotHold:
        return False
    return any(one["left_at"] is None and one["leaves_on"] and one["leaves_on"] <= day for one in own)


def _both(user: User) -> set[UUID]:
    """Return the ids of this person and their current partner."""
    here = Membership.objects.filter(left_at__isnull=True)
    both = here.filter(couple__in=here.filter(user=user).values("couple"))
    return {user.pk, *both.values_list("user", flat=True)}


def _locked(user: User) -> Couple | None:
    """Lock this person's couple until the transaction ends and return it: first both people, then the couple."""
    couple = Couple.objects.filter(memberships__user=user, memberships__left_at__isnull=True).first()
    if couple is None:
        return None
    people = User.objects.select_for_update(no_key=True).filter(memberships__couple=couple).order_by("pk")
    list(people.values_list("pk", flat=True))
    return Couple.objects.select_for_update(no_key=True).filter(pk=couple.pk, ended_at__isnull=True).first()


def _end(couple: Couple, now: datetime) -> None:
    couple.ended_at = now
    couple.save(update_fields=["ended_at"])
    # Both days are deleted: a day that one of them had chosen would show who left.
    Membership.objects.filter(couple=couple, left_at__isnull=True).update(left_at=now, leaves_on=None)
    open_meetings = Meeting.objects.filter(
        couple=couple, state__in=[Meeting.State.OPEN, Meeting.State.AGREED]
    )
    open_meetings.filter(starts_at__gte=now).update(state=Meeting.State.TAKEN_BACK)
    open_meetings.filter(state=Meeting.State.OPEN).update(state=Meeting.State.TAKEN_BACK)
    MeetingMail.objects.filter(meeting__couple=couple, sent_at__isnull=True).delete()
    hooks.tell(hooks.left, couple)
    links.end_all_of(couple)
