"""A calendar file says that there is an appointment and when, to the two of a couple, and nothing else to anybody."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from couples.meetings import appointments, calendars
from couples.meetings.models import Meeting

pytestmark = pytest.mark.django_db


def at(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def suggested(couple, alex):
    return appointments.suggest(couple, alex, timezone.now() + timedelta(days=2))


@pytest.fixture
def agreed(suggested, blair):
    appointments.answer(suggested, blair, yes=True)
    suggested.refresh_from_db()
    return suggested


def event_in(user, meeting):
    answer = at(user).get(f"/meeting/{meeting.pk}/appointment.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="appointment.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return answer.content, event


def test_the_calendar_file_is_neutral_stable_and_the_same_for_both(agreed, alex, blair):
    content, event = event_in(alex, agreed)

    assert event["SUMMARY"] == "Appointment"
    assert event["UID"] == str(agreed.pk)
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["DTSTART"].dt == agreed.starts_at.replace(microsecond=0)
    assert set(event) == {
        *("UID", "SEQUENCE", "STATUS", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS"),
    }
    for word in ("Alex", "Blair", "Counterpoint", "http"):
        assert word.encode() not in content
    assert event_in(blair, agreed)[0] == content


def test_taken_back_the_same_event_is_cancelled_by_a_later_version(agreed, alex, blair):
    appointments.cancel(agreed, blair)

    _, event = event_in(alex, agreed)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (str(agreed.pk), 1, "CANCELLED")


def test_a_suggestion_has_no_calendar_file(suggested, alex):
    assert at(alex).get(f"/meeting/{suggested.pk}/appointment.ics").status_code == 404


def test_the_file_of_one_that_is_off_takes_it_out_of_a_calendar(agreed, alex, blair):
    """Same event, later version, later stamp, and a method that says so: what a calendar needs to remove it."""
    kept, event = event_in(alex, agreed)
    assert Calendar.from_ical(kept)["METHOD"] == "PUBLISH"
    Meeting.objects.update(created_at=timezone.now() - timedelta(hours=1))
    appointments.cancel(agreed, blair)
    off, cancelled = event_in(alex, agreed)
    assert Calendar.from_ical(off)["METHOD"] == "CANCEL"
    assert cancelled["SEQUENCE"] > event["SEQUENCE"]
    assert timedelta() <= timezone.now() - cancelled["DTSTAMP"].dt < timedelta(minutes=1)
    assert cancelled["DTSTART"].dt == event["DTSTART"].dt


def test_both_find_that_file_where_they_read_that_it_is_off(agreed, alex, blair):
    appointments.cancel(agreed, blair)
    for user in (alex, blair):
        for path in ("/", "/meeting/"):
            assert f"/meeting/{agreed.pk}/appointment.ics" in at(user).get(path).content.decode()


def test_a_day_that_was_put_off_is_a_later_version_of_the_same_event():
    first, second = (
        Calendar.from_ical(calendars.of_days({"one": day})).walk("VEVENT")[0]
        for day in (date(2027, 1, 10), date(2027, 2, 7))
    )
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTAMP"].dt > first["DTSTAMP"].dt
