"""One neutral mail a week to oneself, at the hour that one chose. It rests on that hour and on nothing else.

It comes whether there is something or not, always in the same words, so that it tells nobody anything. One that cannot
leave within an hour does not leave: the hour was chosen, perhaps because somebody is out then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts.models import User
from exercises.reminders import weekly
from exercises.reminders.models import WeeklyMail

ABOUT: Final = "a weekly hour"
LATE_AFTER: Final = timedelta(hours=1)
SENT_AT_ONCE: Final = 500
"""How many one run sends; the next run goes on with the others."""


@dataclass(frozen=True)
class Wish:
    """`weekday`: Monday is 0. `zone`: in which the hour is meant."""

    weekday: int
    hour: int
    zone: str

    def next_after(self, moment: datetime) -> datetime:
        return weekly.next_after(self.weekday, self.hour, self.zone, moment)

    def first_in_calendar(self, moment: datetime) -> datetime:
        """Return the first after `moment`, in its zone, on a day on which the clocks do not leave this hour out."""
        first = self.next_after(moment).astimezone(ZoneInfo(self.zone))
        return first if first.hour == self.hour else self.first_in_calendar(first)


def wish_of(user: User) -> Wish | None:
    row = WeeklyMail.objects.filter(person=user).first()
    return Wish(row.weekday, row.hour, row.zone) if row else None


def want(user: User, wish: Wish) -> None:
    """Send this person the mail at this hour from now on. The same again changes nothing."""
    if wish_of(user) != wish:
        columns = {**vars(wish), "wish": uuid4(), "next_at": wish.next_after(timezone.now())}
        WeeklyMail.objects.update_or_create(person=user, defaults=columns)


def do_not_want(user: User) -> None:
    WeeklyMail.objects.filter(person=user).delete()


def send_due() -> int:
    """Send each mail whose hour has just come, once. Returns how many were sent."""
    rows = WeeklyMail.objects.filter(next_at__lte=timezone.now(), person__is_active=True)
    return sum(_send(row) for row in rows.select_related("person").order_by("next_at")[:SENT_AT_ONCE])


def may_leave(row: str, wish: str) -> bool:
    """Return whether this mail, which waits in the queue, is still wanted at the hour that it was made for."""
    return WeeklyMail.objects.filter(pk=int(row), wish=wish, person__is_active=True).exists()


def _send(row: WeeklyMail) -> bool:
    now = timezone.now()
    mine = WeeklyMail.objects.filter(pk=row.pk, wish=row.wish, next_at=row.next_at)
    with transaction.atomic():
        if not mine.update(next_at=weekly.next_after(row.weekday, row.hour, row.zone, now)):
            return False  # claimed by another process, changed or just switched off
        left = row.next_at + LATE_AFTER - now
        if left <= timedelta():
            return False
        queue = get_connection(lifetime=left, about=(ABOUT, str(row.pk), str(row.wish)))
        send_mail(_("For you"), _text(), None, [row.person.email], connection=queue)
    return True


def _text() -> str:
    return _(
        "This is the hour that you chose. Look in if you like; there may be something or nothing.\n\n"
        "This e-mail comes once a week in the same words, because you asked for it yourself, and only you get it. You "
        "can change or switch it off on the page of your account.\n"
    )
