"""Appointments and days as iCalendar files. They hold only the time and a neutral title: no names or other text."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from icalendar import Calendar, Event

from couples.meetings.appointments import APPOINTMENT_LENGTH
from couples.meetings.models import CounselorMeeting, Meeting

WEEKLY_LENGTH: Final = timedelta(minutes=15)
PRODUCT_ID: Final = "-//Appointment//EN"
FIRST_DAY: Final = date(2020, 1, 1)
"""Before every day that anybody chose here."""


def as_file(meeting: Meeting) -> bytes:
    """Return the file, identical for both partners.

    That of a cancelled appointment takes the same event out of a calendar: it has the same uid and a later version. Its
    stamp is that of the download, for when it was cancelled is not stored.
    """
    is_off = meeting.state == Meeting.State.TAKEN_BACK
    event = _event(meeting, 1 if is_off else 0, timezone.now() if is_off else meeting.created_at)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return _calendar("CANCEL" if is_off else "PUBLISH", event)


def with_counselor(meeting: CounselorMeeting) -> bytes:
    """Return the file of a meeting with a counselor, identical for all three. A changed time is a later version."""
    event = _event(meeting, meeting.number, meeting.created_at)
    event.add("status", "CONFIRMED")
    return _calendar("PUBLISH", event)


def _event(meeting: Meeting | CounselorMeeting, version: int, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", str(meeting.pk))
    event.add("sequence", version)
    event.add("dtstamp", _to_the_second(stamp))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", (meeting.starts_at + APPOINTMENT_LENGTH).astimezone(UTC))
    return event


def of_days(days: Mapping[str, date]) -> bytes:
    """Return a file with these whole days, each under its id. The same days give the same file."""
    return _calendar("PUBLISH", *(_whole_day(uid, day) for uid, day in sorted(days.items())))


def _whole_day(uid: str, day: date) -> Event:
    """A day is only ever put off, so a later one is a later version."""
    event = Event()
    event.add("uid", uid)
    event.add("sequence", (day - FIRST_DAY).days)
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def each_week(uid: str, first: datetime) -> bytes:
    """Return a file with an event each week, from `first` on, in the time zone of that moment: also when clocks change.

    Downloaded later, it is a later version, so that another hour takes the place of the one before.
    """
    event, now = Event(), timezone.now()
    event.add("uid", uid)
    event.add("sequence", (now - datetime.combine(FIRST_DAY, time.min, UTC)) // timedelta(minutes=1))
    event.add("dtstamp", _to_the_second(now))
    event.add("dtstart", first)
    event.add("duration", WEEKLY_LENGTH)
    event.add("rrule", {"freq": "weekly"})
    return _calendar("PUBLISH", event)


def _to_the_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _calendar(method: str, *events: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        event.add("summary", "Appointment")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
