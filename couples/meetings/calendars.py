"""An appointment as an iCalendar file. It holds only the time and a neutral title: no names or other text."""

from datetime import UTC
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
    event.add("summary", "Appointment")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
