"""Appointments and days as iCalendar files. They hold only the time and a neutral title: no names or other text."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from couples.meetings.appointments import APPOINTMENT_LENGTH
from couples.meetings.models import Meeting

PRODUCT_ID: Final = "-//Appointment//EN"


def as_file(meeting: Meeting) -> bytes:
    """Return the file, identical for both partners. A cancelled appointment keeps its uid, with sequence 1."""
    is_off = meeting.state == Meeting.State.TAKEN_BACK
    event = Event()
    event.add("uid", str(meeting.pk))
    event.add("sequence", 1 if is_off else 0)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("dtstamp", meeting.created_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", (meeting.starts_at + APPOINTMENT_LENGTH).astimezone(UTC))
    return _calendar(event)


def of_days(days: Mapping[str, date]) -> bytes:
    """Return a file with these whole days, each under its id. The same days give the same file."""
    return _calendar(*(_whole_day(uid, day) for uid, day in sorted(days.items())))


def _whole_day(uid: str, day: date) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _calendar(*events: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    for event in events:
        event.add("summary", "Appointment")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
