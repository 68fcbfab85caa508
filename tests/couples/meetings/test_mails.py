"""One mail before an appointment, switched on for oneself: once, neutral, and invisible to the other."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from couples.mail_queue import queue, sender
from couples.mail_queue.models import QueuedMail
from couples.meetings import appointments
from couples.meetings import mails as meeting_mails
from couples.meetings.models import Meeting, MeetingMail
from couples.pairing import invitations
from couples.privacy import erasure, leaving
from couples.refused import Refused
from tests import ticking

pytestmark = pytest.mark.django_db


def make(couple, alex, blair, **ahead):
    meeting = appointments.suggest(couple, alex, timezone.now() + timedelta(**ahead))
    appointments.answer(meeting, blair, yes=True)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def appointment(couple, alex, blair):
    return make(couple, alex, blair, hours=5)


def passes(**time):
    for meeting in Meeting.objects.all():
        meeting.starts_at -= timedelta(**time)
        meeting.save()


def receivers():
    return [to for letter in mail.outbox for to in letter.to]


def at(user):
    client = Client()
    client.force_login(user)
    return client


def test_nobody_gets_one_by_default(appointment):
    passes(hours=4, minutes=10)
    meeting_mails.send_due()

    assert not mail.outbox


def test_it_comes_within_the_hour_before_and_once(appointment, blair):
    meeting_mails.want(appointment, blair)
    passes(hours=3, minutes=50)
    assert meeting_mails.send_due() == 0
    passes(minutes=20)

    assert [meeting_mails.send_due() for _run_again in range(3)] == [1, 0, 0]
    assert receivers() == [blair.email]


def test_it_says_nothing_but_that_there_is_one(appointment, alex, blair):
    meeting_mails.want(appointment, blair)
    passes(hours=4, minutes=10)
    meeting_mails.send_due()

    letter = mail.outbox[0]
    assert letter.subject == "Appointment"
    for word in ("Alex", "Blair", "partner", "couple", "http", str(appointment.starts_at.year)):
        assert word not in letter.subject + letter.body


def test_switched_off_again_nothing_comes(appointment, blair):
    meeting_mails.want(appointment, blair)
    meeting_mails.do_not_want(appointment, blair)
    passes(hours=4, minutes=10)
    meeting_mails.send_due()

    assert not mail.outbox


def test_it_comes_late_rather_than_after_the_beginning(appointment, blair):
    meeting_mails.want(appointment, blair)
    passes(hours=5, minutes=1)

    assert meeting_mails.send_due() == 0


def test_an_appointment_that_is_off_sends_nothing(appointment, alex, blair):
    meeting_mails.want(appointment, blair)
    appointments.cancel(appointment, alex)
    passes(hours=4, minutes=10)
    meeting_mails.send_due()

    assert not mail.outbox
    assert not MeetingMail.objects.exists()


def part(couple, blair):
    couple.memberships.update(left_at=timezone.now())
    couple.ended_at = timezone.now()
    couple.save()


def leave_only_the_row(couple, blair):
    couple.memberships.filter(user=blair).update(left_at=timezone.now())


def switch_off(couple, blair):
    blair.is_active = False
    blair.save()


@pytest.mark.parametrize("ending", [part, leave_only_the_row, switch_off])
def test_who_has_left_gets_nothing(appointment, couple, blair, ending):
    meeting_mails.want(appointment, blair)
    ending(couple, blair)
    passes(hours=4, minutes=10)
    meeting_mails.send_due()

    assert not mail.outbox


def test_one_that_could_not_be_handed_over_is_tried_again(appointment, blair, monkeypatch):
    def broken(*_anything, **_more):
        raise OperationalError

    meeting_mails.want(appointment, blair)
    passes(hours=4, minutes=10)
    with monkeypatch.context() as patch:
        patch.setattr(meeting_mails, "send_mail", broken)
        with pytest.raises(OperationalError):
            meeting_mails.send_due()
    assert meeting_mails.send_due() == 1


def test_none_is_tried_for_longer_than_it_is_true(appointment, blair, settings):
    settings.EMAIL_BACKEND = "couples.mail_queue.backend.Queue"
    meeting_mails.want(appointment, blair)
    passes(hours=4, minutes=10)
    meeting_mails.send_due()
    assert QueuedMail.objects.count() == 1
    assert queue._opened(queue.take(set()))["until"] <= (timezone.now() + timedelta(minutes=31)).timestamp()


def cancels(appointment, alex, blair):
    appointments.cancel(appointment, alex)


def leaves(appointment, alex, blair):
    leaving.leave(alex)


def is_erased(appointment, alex, blair):
    erasure.erase(blair)


def nothing(appointment, alex, blair):
    """Or this would find fault with nothing."""


@pytest.mark.parametrize(("act", "sent"), [(nothing, 1), (cancels, 0), (leaves, 0), (is_erased, 0)])
def test_one_that_waits_in_the_queue_leaves_only_while_it_is_true(
    appointment, alex, blair, settings, act, sent
):
    settings.EMAIL_BACKEND = "couples.mail_queue.backend.Queue"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    meeting_mails.want(appointment, blair)
    passes(hours=4, minutes=10)
    assert meeting_mails.send_due() == 1
    act(appointment, alex, blair)
    assert sender.send_due() == len(mail.outbox) == sent


def test_it_can_be_asked_for_only_while_there_is_time(couple, alex, blair):
    soon = make(couple, alex, blair, minutes=50)

    with pytest.raises(Refused):
        meeting_mails.want(soon, blair)
    assert "E-mail me" not in at(blair).get("/meeting/").content.decode()


def test_the_other_cannot_tell_that_somebody_switched_it_on(appointment, alex, blair):
    def pages():
        return [lines_of(at(alex).get(path)) for path in ("/", "/meeting/", ics(appointment))]

    before = pages()
    at(blair).post(f"/meeting/{appointment.pk}/mail/", {"wanted": "yes"})

    assert "You will get one e-mail" in at(blair).get("/meeting/").content.decode()
    assert pages() == before


def ics(meeting):
    return f"/meeting/{meeting.pk}/appointment.ics"


def lines_of(response):
    lines = response.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line and "page-owner" not in line]


@pytest.mark.django_db(transaction=True)
def test_after_everything_that_two_people_do_only_the_mails_are_sent_that_each_switched_on(alex, blair):
    """Inviting, answering, confirming, suggesting, saying not now, agreeing, taking back: nobody is written to."""
    one, other = at(alex), at(blair)
    one.post("/invite/")
    one.post("/invite/digits/ask/")
    link = f"/invite/{invitations.token_of(invitations.open_invitation(alex))}/"
    other.post(link, {"answer": "accept"})
    one.post("/invite/confirm/", {"answer": "yes", "person": str(blair.pk)})
    for hours, given in ((30, "not_now"), (31, "yes"), (5, "yes")):
        when = timezone.now() + timedelta(hours=hours)
        one.post("/meeting/", {"day": when.date(), "time": when.strftime("%H:%M"), "zone": "UTC"})
        other.post(f"/meeting/{Meeting.objects.get(state='open').pk}/answer/", {"answer": given})
    near, far = Meeting.objects.filter(state="agreed").order_by("starts_at")
    other.post(f"/meeting/{near.pk}/mail/", {"wanted": "yes"})
    other.post(f"/meeting/{far.pk}/mail/", {"wanted": "yes"})
    one.post(f"/meeting/{far.pk}/take-back/")
    passes(hours=4, minutes=10)
    for _run_again in range(3):
        ticking.run()
    call_command("tick", verbosity=0)

    assert receivers() == [blair.email]
