"""An appointment as a file for a calendar. It says that there is one and when, and nothing else: no names, no words."""

from datetime import UTC
from typing import Final

from icalendar import Calendar, Event

from couples.meetings.appointments import APPOINTMENT_LENGTH
from couples.meetings.models import Meeting

PRODUCT_ID: Final = "-//Appointment//EN"


def as_file(meeting: Meeting) -> bytes:
    """The same bytes for both. An appointment that is off is the same one, a version later, cancelled."""
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
