"""The duties: idempotent, harmless in several processes at once, and never by themselves in tests."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, connections
from django.utils import timezone

from couples import duties, tick
from couples.accounts.models import SignIn
from couples.meetings import appointments
from couples.meetings import mails as meeting_mails
from couples.meetings.models import Meeting, MeetingMail
from tests import ticking
from tests.stored_sign_ins import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(couple, alex, blair):
    """A mail that Blair wants, for an appointment in fifty minutes."""
    meeting = appointments.suggest(couple, alex, timezone.now() + timedelta(hours=2))
    appointments.answer(meeting, blair, yes=True)
    meeting.refresh_from_db()
    meeting_mails.want(meeting, blair)
    Meeting.objects.update(starts_at=timezone.now() + timedelta(minutes=50))
    return meeting


def test_every_duty_may_run_again_and_again(due):
    first = ticking.run()

    assert first["mails before appointments"] == 1
    assert set(ticking.run().values()) == {0}
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_the_command_runs_them_once_and_says_how_many(due, capsys):
    call_command("tick")

    assert "mails before appointments: 1" in capsys.readouterr().out


def test_sign_ins_that_ran_out_are_forgotten(client, drew, due):
    client.force_login(drew)
    SignIn.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    ticking.run()

    assert [row.session_key for row in SignIn.objects.all()] == [key_of(client)]


def broken():
    raise OperationalError("the words of somebody")


def faulty():
    raise ValueError("the words of somebody")


@pytest.fixture
def first(monkeypatch):
    """Puts another duty before all others."""
    return lambda duty: monkeypatch.setattr(tick, "DUTIES", [("another", duty), *tick.DUTIES])


def test_a_database_that_is_away_for_one_duty_keeps_no_other_from_running(due, first, caplog):
    first(broken)

    done = ticking.run()

    assert done["another"] is None
    assert len(mail.outbox) == 1
    assert "words of somebody" not in caplog.text


def test_the_command_ends_with_1_after_a_while_though_a_duty_hangs_and_runs_the_others(
    monkeypatch, caplog, capsys
):
    held = Event()
    monkeypatch.setattr(
        tick, "DUTIES", [("hangs", lambda: held.wait(20)), ("broken", broken), ("other", lambda: 7)]
    )
    monkeypatch.setattr(duties, "run_once", partial(duties.run_once, late_after=0.05, ends_after=0.2))
    with pytest.raises(SystemExit):
        call_command("tick")
    held.set()
    assert capsys.readouterr().out.splitlines() == ["hangs: missed", "broken: missed", "other: 7"]
    assert ("duty_late", "hangs") in [(record.message, record.duty) for record in caplog.records]


@pytest.mark.django_db(transaction=True)
def test_many_processes_at_once_send_one_mail(due):
    def thread(_number):
        try:
            ticking.run()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(thread, range(16)))

    assert len(mail.outbox) == 1
    assert MeetingMail.objects.get().sent_at


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", [broken, faulty])
def test_the_tick_runs_automatically_when_asked_and_outlives_trouble(due, first, trouble, caplog):
    first(trouble)
    caplog.set_level(logging.CRITICAL, logger="couples.duties")
    end = tick.run_in_background(0.02)
    try:
        until = time.monotonic() + 10
        while not mail.outbox and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        end()

    assert len(mail.outbox) == 1


def test_a_duty_that_hangs_stops_no_other_and_is_named(caplog):
    held, begun, others = Event(), [], []
    rounds = duties.Rounds(late_after=0.05)

    def hangs():
        begun.append(1)
        held.wait(10)
        return 0

    def goes_on():
        others.append(1)
        return 0

    both = [("one that hangs", hangs), ("another", goes_on)]
    for _again in range(2):
        rounds.run(both)
    assert (len(begun), len(others)) == (1, 2)
    said = [(record.message, record.duty) for record in caplog.records]
    assert said == [("duty_late", "one that hangs")] * 2
    held.set()
    rounds.late["one that hangs"].join()
    rounds.run(both)
    assert (len(begun), len(others)) == (2, 3)


def test_what_people_were_promised_comes_before_mails():
    names = [name for name, _duty in tick.DUTIES]
    promised = ("leavings on a chosen day", "interrupted erasures", "rows that came late to an erasure")
    mails = [name for name in names if "mails" in name]
    assert len(mails) == 6
    assert max(map(names.index, promised)) < min(map(names.index, mails))


def test_in_tests_no_duty_runs_automatically_unless_asked(due):
    assert settings.TICK_SECONDS == 0
    tick.run_in_background(settings.TICK_SECONDS)()

    assert not mail.outbox
