"""A neutral mail to oneself when it is time for something, for who asked for it. It holds no name, no date and no link.

A mail is claimed before it is handed to the queue, so that only one process does. Each person is looked at twice a day
at most.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts.models import User
from couples.meetings.mails import READY_MAIL_INTERVAL
from couples.pairing.membership import couple_of
from exercises.live import access, own_part
from exercises.live.access import AccessDenied, Caller
from exercises.live.store import ledgers, streams
from exercises.reminders import due
from exercises.reminders.models import ReadyMail

ABOUT: Final = "something that is ready"
LOOKED_AT_EVERY: Final = timedelta(hours=12)
LOOKED_AT_ONCE: Final = 100
"""How many people one run looks at; the next run goes on with the others."""


def want(user: User) -> None:
    """Send this person the mail from now on. Idempotent."""
    ReadyMail.objects.get_or_create(person=user)


def do_not_want(user: User) -> None:
    ReadyMail.objects.filter(person=user).delete()


def send_due() -> int:
    """Send the mail to everybody who wants it and for whom something became due since. Returns how many were sent."""
    rows = ReadyMail.objects.filter(look_at__lte=timezone.now(), person__is_active=True)
    return sum(_look(row) for row in rows.select_related("person").order_by("look_at")[:LOOKED_AT_ONCE])


def _look(row: ReadyMail) -> bool:
    now, mine = timezone.now(), ReadyMail.objects.filter(pk=row.pk)
    if not mine.filter(look_at=row.look_at).update(look_at=now + LOOKED_AT_EVERY):
        return False  # claimed by another process, or just switched off
    if not any(row.since < moment <= now for moment in moments(row.person)):
        return False
    with transaction.atomic():
        queue = get_connection(about=(ABOUT, str(row.pk)))
        send_mail(_("For you"), _text(), None, [row.person.email], connection=queue)
        mine.update(since=now, look_at=now + READY_MAIL_INTERVAL)
    return True


def may_leave(row: str) -> bool:
    """Return whether this mail, which waits in the queue, is still wanted by one of two, and something is still due."""
    found = ReadyMail.objects.filter(pk=int(row), person__is_active=True).select_related("person").first()
    return found is not None and any(moment <= timezone.now() for moment in moments(found.person))


def moments(user: User) -> list[datetime]:
    """Return when something became due, or will, for this person's couple, known to both of the two; and when
    something to do came to them in a session apart."""
    couple = couple_of(user)
    if couple is None:
        return []
    last = due.completed(couple.pk).get(due.CHECK_IN)
    days = review_days(couple.pk, user)
    zone = timezone.get_current_timezone()
    again = [last + due.LOOK_AGAIN_AFTER] if last else []
    apart = own_part.came_to_them(couple.pk, user.pk)
    return again + apart + [datetime.combine(day, time.min, zone) for day in days.values()]


def review_days(couple: UUID, user: User) -> dict[str, date]:
    """Return by entry when the couple's agreements are to be looked at again; none for who is not one of the two."""
    stream = ledgers.of_couple(couple)
    if stream is None:
        return {}
    try:
        ledger = streams.state_at(access.of_partner(stream.pk, Caller(user.pk)))
    except AccessDenied:
        return {}
    return due.reviews(ledger, timezone.localdate())


def _text() -> str:
    return _(
        "Something here is ready for you. There is no hurry.\n\n"
        "You asked for this e-mail yourself, and only you get it. You can switch it off on the page of your account.\n"
    )
