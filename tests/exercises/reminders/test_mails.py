"""A neutral mail to oneself: only on request, only when something became due, at most one in seven days."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.core import mail
from django.db import OperationalError
from django.utils import timezone

from couples.mail_queue import sender
from couples.meetings.mails import READY_MAIL_INTERVAL
from couples.privacy import erasure, leaving
from exercises import catalog
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import versions
from exercises.reminders import mails
from exercises.reminders.due import LOOK_AGAIN_AFTER
from exercises.reminders.models import ReadyMail
from tests.exercises.agreements.test_pages import WORDS, written_down
from tests.exercises.counselor.at_work import page, signed_in
from tests.exercises.live import test_apart as apart
from tests.exercises.live.rooms import BALANCE, LETTER, NEED, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked_back(couple, alex, blair):
    """The two completed a check-in so long ago that it is time to look again within the hour."""
    room = opened(couple, alex, blair, NEED).walk()
    Stream.objects.filter(pk=room.id).update(definition=versions.of(catalog.named(BALANCE)))
    RecordedEvent.objects.filter(stream=room.id).update(
        at=timezone.now() - LOOK_AGAIN_AFTER + timedelta(hours=1)
    )


def passes(**time) -> None:
    """Move all that happened, and all that is planned, into the past."""
    for row in ReadyMail.objects.all():
        row.since -= timedelta(**time)
        row.look_at -= timedelta(**time)
        row.save()
    for record in RecordedEvent.objects.all():
        record.at -= timedelta(**time)
        record.save()


def test_nobody_gets_one_by_default(looked_back):
    passes(days=1)
    assert mails.send_due() == 0


def test_who_asked_gets_one_when_it_is_time_and_the_other_none(looked_back, alex, blair):
    mails.want(alex)
    assert mails.send_due() == 0
    passes(hours=13)
    assert mails.send_due() == 1
    assert mails.send_due() == 0
    (letter,) = mail.outbox
    assert letter.to == [alex.email]
    assert letter.subject == "For you"
    for told in (blair.name, alex.name, "agreement", "balance", "Counterpoint", "http"):
        assert told.lower() not in letter.body.lower()


def test_what_is_due_is_told_once_and_the_next_thing_a_week_later_at_the_earliest(looked_back, alex, room):
    mails.want(alex)
    passes(hours=13)
    assert mails.send_due() == 1
    passes(days=3)
    written_down(room, due=True)
    assert mails.send_due() == 0
    passes(days=READY_MAIL_INTERVAL.days - 3)
    assert mails.send_due() == 1
    ReadyMail.objects.update(look_at=timezone.now())
    assert mails.send_due() == 0


def test_what_was_due_before_somebody_asked_is_not_told(room, alex):
    written_down(room, due=True)
    mails.want(alex)
    assert mails.send_due() == 0


def test_each_person_is_looked_at_twice_a_day_at_most(looked_back, alex, django_assert_num_queries):
    mails.want(alex)
    mails.send_due()
    with django_assert_num_queries(1):
        mails.send_due()


def test_a_mail_that_could_not_be_sent_is_tried_again(looked_back, alex, monkeypatch):
    def broken(*_anything, **_more):
        raise OperationalError

    mails.want(alex)
    passes(hours=13)
    with monkeypatch.context() as patch:
        patch.setattr(mails, "send_mail", broken)
        with pytest.raises(OperationalError):
            mails.send_due()
    passes(hours=12)
    assert mails.send_due() == 1


def switches_it_off(alex, _blair):
    mails.do_not_want(alex)


def leaves(_alex, blair):
    leaving.leave(blair)


def is_erased(alex, _blair):
    erasure.erase(alex)


def is_switched_off(alex, _blair):
    alex.write(is_active=False)


def have_looked_again(_alex, _blair):
    RecordedEvent.objects.update(at=timezone.now())


def nothing(_alex, _blair):
    """Or this would find fault with nothing."""


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        (nothing, 1),
        (switches_it_off, 0),
        (leaves, 0),
        (is_erased, 0),
        (is_switched_off, 0),
        (have_looked_again, 0),
    ],
)
def test_one_that_waits_in_the_queue_leaves_only_while_it_is_true(
    looked_back, alex, blair, queued, act, sent
):
    mails.want(alex)
    passes(hours=13)
    assert mails.send_due() == 1
    act(alex, blair)
    assert sender.send_due() == len(mail.outbox) == sent


def test_after_leaving_there_is_nothing_to_tell(looked_back, alex, blair):
    mails.want(alex)
    leaving.leave(blair)
    passes(hours=13)
    assert mails.send_due() == 0


def test_it_is_switched_on_and_off_with_one_click_and_changes_nothing_for_the_other(couple, alex, blair):
    before = page(blair, "/"), page(blair, "/account/")
    assert "Don’t send me this e-mail" not in page(alex, "/account/")
    signed_in(alex).post("/account/ready-mail/", {"wanted": "yes"})
    assert "Don’t send me this e-mail" in page(alex, "/account/")
    assert (page(blair, "/"), page(blair, "/account/")) == before
    signed_in(alex).post("/account/ready-mail/", {"wanted": "no"})
    assert not ReadyMail.objects.exists()


def test_the_days_of_review_are_a_file_without_a_word_of_it(room, alex, blair):
    assert signed_in(alex).get("/agreements/days.ics").url == "/"
    written_down(room, "limit")
    assert signed_in(alex).get("/agreements/days.ics").url == "/"
    written_down(room)
    mine, theirs = (signed_in(user).get("/agreements/days.ics") for user in (alex, blair))
    text = mine.content.decode()
    day = timezone.localdate() + timedelta(days=15)
    assert text.count("BEGIN:VEVENT") == 1
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in text
    assert "SUMMARY:Appointment" in text
    assert mine.content == theirs.content
    for told in (WORDS, alex.name, blair.name, "agreement", "Counterpoint"):
        assert told.lower() not in text.lower()


def test_what_came_to_somebody_in_a_session_apart_is_worth_a_mail_and_their_own_act_is_not(
    couple, alex, blair
):
    for who in (alex, blair):
        mails.want(who)
    room = apart.begun(couple, alex, blair)
    assert (len(mails.moments(alex)), len(mails.moments(blair))) == (0, 1)
    assert mails.send_due() == 1
    assert mail.outbox[0].to == [blair.email]
    room.blair.do("enter")
    room.alex.do("hand_in", **LETTER)
    assert (mails.moments(alex), mails.moments(blair)) == ([], [])


def test_a_partner_who_opens_and_closes_again_causes_no_mail(couple, alex, blair):
    room = apart.begun(couple, alex, blair, BALANCE)
    room.blair.do("enter")
    assert mails.moments(blair) == []
    rng = Random(1)
    while "not_yet" not in room.alex.offered():
        room.alex.step(rng, "mark")
    assert mails.moments(blair) == []


def test_a_mail_about_a_session_apart_is_withdrawn_with_it(couple, alex, blair):
    mails.want(blair)
    room = apart.begun(couple, alex, blair)
    row = str(ReadyMail.objects.get().pk)
    assert mails.may_leave(row)
    room.alex.do("end")
    assert not mails.may_leave(row)
