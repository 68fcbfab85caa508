"""Leaving a couple: alone, at once or on a chosen day, for no reason, with nobody's permission. It tells nobody who.

One act ends the couple for both, in one transaction. Whoever decided something before it and comes after, loses.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import hooks
from couples.accounts.models import User
from couples.accounts.users import display_name
from couples.amounts import length_text
from couples.counseling import links
from couples.meetings.models import Meeting, MeetingMail
from couples.pairing.models import Couple, Membership
from couples.refused import Refused

CLOSED_SHOWN_FOR: Final = timedelta(days=30)
"""So long the own page says that the space is closed."""
MAX_LEAVING_NOTICE: Final = timedelta(days=365)
MAX_ATTEMPTS: Final = 4


def leave(user: User) -> bool:
    """End the couple this person is in, if any. True where this very act ended it; repeating it changes nothing.

    A database that is busy, or that met two who waited for each other, is asked again: leaving must not fail for that.
    """
    for _again in range(MAX_ATTEMPTS - 1):
        try:
            return _leave(user)
        except OperationalError:
            continue
    return _leave(user)


def _leave(user: User) -> bool:
    with transaction.atomic():
        couple = _held(user)
        if couple is None:
            return False
        _end(couple, timezone.now())
    return True


def leave_due(today: date | None = None) -> int:
    """Carry out every leaving whose chosen day has come; how many. May be called at any time, often, late or twice."""
    day = today or timezone.localdate()
    due = Membership.objects.filter(left_at__isnull=True, leaves_on__lte=day).select_related("user")
    return sum(_leave_if_still_due(membership, day) for membership in due)


def choose_day(user: User, day: date) -> None:
    """Leave on that day. Only this person can see it or change it. Raises Refused."""
    today = timezone.localdate()
    if not today < day <= today + MAX_LEAVING_NOTICE:
        raise Refused(
            _("Please choose a day from tomorrow on, within %(length)s.")
            % {"length": length_text(MAX_LEAVING_NOTICE)}
        )
    Membership.objects.filter(user=user, left_at__isnull=True).update(leaves_on=day)


def stay(user: User) -> None:
    """No day any more."""
    Membership.objects.filter(user=user, left_at__isnull=True).update(leaves_on=None)


def chosen_day(user: User) -> date | None:
    return (
        Membership.objects.filter(user=user, left_at__isnull=True).values_list("leaves_on", flat=True).first()
    )


def closed_lately(user: User) -> bool:
    """Has a couple of this person ended in the last weeks, and is there none now? The same for both of them."""
    own = Membership.objects.filter(user=user)
    since = timezone.now() - CLOSED_SHOWN_FOR
    return not own.filter(left_at__isnull=True).exists() and own.filter(left_at__gte=since).exists()


def earlier_couples(user: User) -> list[tuple[Couple, str]]:
    """The couples that this person was in, the last one first, each with the other's name."""
    ended = Couple.objects.filter(memberships__user=user, memberships__left_at__isnull=False)
    found = []
    for couple in ended.order_by("-ended_at").distinct():
        other = couple.memberships.exclude(user=user).select_related("user").first()
        name = display_name(other.user.name, other.user.erased_at) if other else ""
        found.append((couple, name))
    return found


def _leave_if_still_due(membership: Membership, day: date) -> bool:
    """Whoever thought better of it at the last moment stays."""
    with transaction.atomic():
        couple = _held(membership.user)
        still = Membership.objects.filter(pk=membership.pk, left_at__isnull=True, leaves_on__lte=day)
        if couple is None or not still.exists():
            return False
        _end(couple, timezone.now())
    return True


def _held(user: User) -> Couple | None:
    """The couple this person is in, with its rows held in one order until the transaction ends: people, then couple."""
    couple = Couple.objects.filter(memberships__user=user, memberships__left_at__isnull=True).first()
    if couple is None:
        return None
    people = User.objects.select_for_update(no_key=True).filter(memberships__couple=couple).order_by("pk")
    list(people.values_list("pk", flat=True))
    return Couple.objects.select_for_update(no_key=True).filter(pk=couple.pk, ended_at__isnull=True).first()


def _end(couple: Couple, now: datetime) -> None:
    couple.ended_at = now
    couple.save(update_fields=["ended_at"])
    # A day that one of them had chosen would tell who left.
    Membership.objects.filter(couple=couple, left_at__isnull=True).update(left_at=now, leaves_on=None)
    open_meetings = Meeting.objects.filter(
        couple=couple, state__in=[Meeting.State.OPEN, Meeting.State.AGREED]
    )
    open_meetings.filter(starts_at__gte=now).update(state=Meeting.State.TAKEN_BACK)
    open_meetings.filter(state=Meeting.State.OPEN).update(state=Meeting.State.TAKEN_BACK)
    MeetingMail.objects.filter(meeting__couple=couple, sent_at__isnull=True).delete()
    hooks.tell(hooks.left, couple)
    links.end_all_of(couple)
