"""A mail a week to oneself: only on request, at that hour and no other, always the same, and nobody can tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from couples.mail_queue import sender
from couples.mail_queue.models import QueuedMail
from couples.privacy import erasure, export
from exercises.reminders import weekly_mails
from exercises.reminders.models import WeeklyMail
from exercises.reminders.weekly_mails import LATE_AFTER, Wish
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import page, signed_in
from tests.exercises.counselor.to_one.handing import give

pytestmark = pytest.mark.django_db
PATH = "/account/weekly-mail/"
CHOSEN = {"weekday": "2", "hour": "7", "zone": "Europe/Berlin", "go": "mail"}
WISH = Wish(2, 7, "Europe/Berlin")


def comes(by: timedelta = timedelta(minutes=1), **of) -> None:
    """The hour has come, and so much more time has gone by."""
    WeeklyMail.objects.filter(**of).update(next_at=timezone.now() - by)


@pytest.fixture
def wanted(alex) -> WeeklyMail:
    assert signed_in(alex).post(PATH, CHOSEN).url == PATH
    return WeeklyMail.objects.get(person=alex)


def test_it_is_off_until_somebody_switches_it_on(alex):
    assert "It is off." in page(alex, PATH)
    assert not WeeklyMail.objects.exists()
    assert weekly_mails.send_due() == 0


def test_the_page_says_when_it_comes_and_offers_to_change_it(wanted, alex):
    shown = page(alex, PATH)
    assert "Wednesday, 7 a.m. (Europe/Berlin)" in shown or "Wednesday, 07:00 (Europe/Berlin)" in shown
    assert "Change it" in shown


@pytest.mark.parametrize("wrong", [{"weekday": "7"}, {"hour": "24"}, {"hour": "x"}, {"zone": "Moon/Crater"}])
def test_what_is_wrong_is_refused_at_its_field_and_stored_nowhere(alex, wrong):
    answer = signed_in(alex).post(PATH, {**CHOSEN, **wrong})
    assert answer.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in answer.content.decode()
    assert not WeeklyMail.objects.exists()


def test_it_comes_at_that_hour_once_and_again_a_week_later(wanted, alex):
    assert wanted.next_at == WISH.next_after(timezone.now())
    assert weekly_mails.send_due() == 0
    comes()
    assert weekly_mails.send_due() == 1
    assert weekly_mails.send_due() == 0
    (letter,) = mail.outbox
    assert letter.to == [alex.email]
    wanted.refresh_from_db()
    assert wanted.next_at == WISH.next_after(timezone.now())


def test_it_is_neutral_and_the_same_whether_something_came_or_not(wanted, alex, linked):
    """Of two people, one of whom was given something by Casey that week."""
    weekly_mails.want(linked.couple.memberships.get(voice="b").user, WISH)
    give(linked)
    comes()
    assert weekly_mails.send_due() == 2
    one, other = mail.outbox
    assert (one.subject, one.body, one.from_email) == (other.subject, other.body, other.from_email)
    assert one.subject == "For you"
    for told in (
        "Alex",
        "Blair",
        "Casey",
        "Counterpoint",
        "exercise",
        "private",
        "http",
        "counsel",
        "partner",
    ):
        assert told.lower() not in f"{one.subject} {one.body}".lower()


def test_what_is_late_does_not_leave_and_nothing_comes_in_a_heap(wanted):
    comes(timedelta(weeks=3))
    assert weekly_mails.send_due() == 0
    wanted.refresh_from_db()
    assert wanted.next_at > timezone.now()
    comes(LATE_AFTER)
    assert weekly_mails.send_due() == 0
    assert mail.outbox == []
    assert not QueuedMail.objects.exists()


def test_of_two_processes_one_sends_it(wanted):
    comes()
    seen_by_both = WeeklyMail.objects.select_related("person").get()
    assert weekly_mails._send(seen_by_both)
    assert not weekly_mails._send(seen_by_both)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda alex: signed_in(alex).post(PATH, {"go": "off"}),
        lambda alex: signed_in(alex).post(PATH, {**CHOSEN, "hour": "9"}),
        lambda alex: signed_in(alex).post(PATH, {**CHOSEN, "zone": "UTC"}),
        erasure.erase,
    ],
    ids=["off", "another hour", "another zone", "erased"],
)
def test_a_wish_that_changed_stops_the_mail_that_waits(wanted, alex, queued, act):
    comes()
    assert weekly_mails.send_due() == 1
    assert QueuedMail.objects.count() == 1
    act(alex)
    sender.send_due()
    assert mail.outbox == []
    assert not QueuedMail.objects.exists()


def test_one_that_waits_leaves_if_nothing_changed_and_not_after_its_hour(wanted, queued, alex, monkeypatch):
    comes()
    weekly_mails.send_due()
    signed_in(alex).post(PATH, CHOSEN)  # the same again
    assert sender.send_due() == 1
    comes(LATE_AFTER - timedelta(seconds=5))
    weekly_mails.send_due()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=10))
    assert sender.send_due() == 0
    assert len(mail.outbox) == 1
    assert not QueuedMail.objects.exists()


def test_nobody_else_can_tell(linked, alex, blair, casey):
    paths = [(blair, path) for path in ("/", "/account/", PATH, "/counselors/")]
    paths += [(casey, path) for path in ("/counsel/", f"/counsel/couples/{linked.pk}/", PATH)]

    def seen() -> list[str]:
        return [page(user, path) for user, path in paths]

    before = seen()
    account = page(alex, "/account/")
    signed_in(alex).post(PATH, CHOSEN)
    assert seen() == before
    assert page(alex, "/account/") == account
    assert "Wednesday" not in str(export.collect(blair, opened_store(blair)))


def test_its_owners_download_has_it_and_an_erasure_deletes_it(wanted, alex):
    mine = export.collect(alex, opened_store(alex))
    assert "Europe/Berlin" in str(mine["only_yours"])
    assert "Europe/Berlin" not in str(export.collect(alex))
    erasure.erase(alex)
    assert not WeeklyMail.objects.exists()


def test_the_calendar_file_has_the_same_hour_and_says_nothing(alex, blair):
    answer = signed_in(alex).post(PATH, {**CHOSEN, "go": "file"})
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer.headers["Cache-Control"]
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == WISH.next_after(timezone.now())
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]
    assert event["SUMMARY"] == "Appointment"
    assert len(calendar.walk("VTIMEZONE")) == 1
    for word in ("Alex", "Blair", "Counterpoint", "http"):
        assert word.encode() not in answer.content
    assert not WeeklyMail.objects.exists()
    theirs = signed_in(blair).post(PATH, {**CHOSEN, "go": "file"})
    assert Calendar.from_ical(theirs.content).walk("VEVENT")[0]["UID"] != event["UID"]


def test_downloaded_later_the_event_is_the_same_in_a_later_version(alex, monkeypatch):
    def event():
        answer = signed_in(alex).post(PATH, {**CHOSEN, "go": "file"})
        return Calendar.from_ical(answer.content).walk("VEVENT")[0]

    first, now = event(), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=2))
    again = event()
    assert again["UID"] == first["UID"]
    assert again["SEQUENCE"] > first["SEQUENCE"]


def test_in_a_calendar_it_begins_on_a_day_that_has_the_hour():
    before = datetime(2027, 3, 25, tzinfo=UTC)
    first = Wish(6, 2, "Europe/Berlin").first_in_calendar(before)
    assert (first.month, first.day, first.hour) == (4, 4, 2)


def test_somebody_inactive_gets_none(wanted, alex):
    alex.write(is_active=False)
    comes()
    assert weekly_mails.send_due() == 0
    assert not weekly_mails.may_leave(str(wanted.pk), str(wanted.wish))
    assert not weekly_mails.may_leave(str(wanted.pk), str(uuid4()))


def test_the_calendar_file_takes_what_the_form_holds_and_the_page_says_so(wanted, alex):
    """Not the hour that is saved, which stands on the page too."""
    said = unescape(page(alex, PATH))
    assert (
        "It takes the day and the time that are chosen in the form above when you press this, saved or not."
        in said
    )
    other = CHOSEN | {"weekday": "4", "hour": "21"}
    answer = signed_in(alex).post(PATH, {**other, "go": "file"})
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["DTSTART"].dt.weekday(), event["DTSTART"].dt.hour) == (4, 21)
    assert weekly_mails.wish_of(alex) == WISH
