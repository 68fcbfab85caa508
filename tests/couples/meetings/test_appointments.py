"""A time to meet: suggested by either, answered without a reason, taken back by either, and never a nudge."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from couples.meetings import appointments
from couples.meetings.models import Meeting
from couples.pairing import acceptance
from couples.refused import Refused

pytestmark = pytest.mark.django_db
State = Meeting.State


def ahead(**more):
    return timezone.now() + timedelta(**more)


@pytest.fixture
def suggested(couple, alex):
    return appointments.suggest(couple, alex, ahead(days=2))


@pytest.fixture
def agreed(suggested, blair):
    appointments.answer(suggested, blair, yes=True)
    suggested.refresh_from_db()
    return suggested


def rows():
    return list(Meeting.objects.order_by("pk").values_list("pk", "state"))


def passes(**time):
    for meeting in Meeting.objects.all():
        meeting.starts_at -= timedelta(**time)
        meeting.save()


def test_each_sees_a_suggestion_and_whose_it_is(suggested, couple, alex, blair):
    of_alex, of_blair = (appointments.seen_by(couple, user) for user in (alex, blair))

    assert (of_alex.open, of_alex.mine) == (suggested, True)
    assert (of_blair.open, of_blair.mine) == (suggested, False)


def test_a_yes_makes_an_appointment_that_both_see(agreed, couple, alex, blair):
    for user in (alex, blair):
        assert appointments.seen_by(couple, user).agreed == [agreed]


def test_not_now_is_seen_by_the_one_who_asked_and_leaves_the_other_in_peace(suggested, couple, alex, blair):
    appointments.answer(suggested, blair, yes=False)

    assert appointments.seen_by(couple, alex).not_now == suggested
    assert appointments.seen_by(couple, blair) == appointments.Seen()


def test_only_the_other_answers(suggested, alex):
    with pytest.raises(Refused):
        appointments.answer(suggested, alex, yes=True)
    assert rows() == [(suggested.pk, "open")]


def test_the_same_answer_twice_is_one_and_another_one_is_refused(agreed, blair):
    appointments.answer(agreed, blair, yes=True)

    with pytest.raises(Refused):
        appointments.answer(agreed, blair, yes=False)
    assert rows() == [(agreed.pk, "agreed")]


def test_one_suggestion_is_open_at_a_time(suggested, couple, alex, blair):
    for user in (alex, blair):
        with pytest.raises(Refused, match="already a suggested time"):
            appointments.suggest(couple, user, ahead(days=3))
    with pytest.raises(IntegrityError):
        Meeting.objects.create(couple=couple, suggested_by=blair, starts_at=ahead(days=4))


def test_after_an_answer_another_time_can_be_suggested(suggested, couple, alex, blair):
    appointments.answer(suggested, blair, yes=False)

    newer = appointments.suggest(couple, blair, ahead(days=3))

    assert rows() == [(newer.pk, "open")]


def test_a_suggestion_that_nobody_answered_makes_room_when_its_time_has_passed(
    suggested, couple, alex, blair
):
    passes(days=2)

    assert appointments.seen_by(couple, blair) == appointments.seen_by(couple, alex) == appointments.Seen()
    with pytest.raises(Refused):
        appointments.answer(suggested, blair, yes=True)
    assert appointments.suggest(couple, blair, ahead(days=1)).state == "open"


def test_a_suggestion_taken_back_is_gone_without_a_trace(suggested, couple, alex, blair):
    appointments.cancel(suggested, alex)

    assert rows() == []
    with pytest.raises(Refused, match="no longer open"):
        appointments.answer(suggested, blair, yes=True)


def test_nobody_takes_back_the_suggestion_of_the_other(suggested, blair):
    appointments.cancel(suggested, blair)

    assert rows() == [(suggested.pk, "open")]


@pytest.mark.parametrize("who", ["alex", "blair"])
def test_either_takes_an_appointment_back_and_both_read_the_same(agreed, couple, alex, blair, who):
    appointments.cancel(agreed, {"alex": alex, "blair": blair}[who])

    of_alex, of_blair = (appointments.seen_by(couple, user) for user in (alex, blair))
    assert of_alex == of_blair
    assert of_alex.off == [agreed]
    assert not of_alex.agreed


def test_an_appointment_is_shown_for_an_hour_after_it_began(agreed, couple, alex):
    passes(days=2, minutes=50)
    assert appointments.seen_by(couple, alex).agreed
    passes(minutes=15)
    assert not appointments.seen_by(couple, alex).agreed


@pytest.mark.parametrize("away", [{"minutes": 4}, {"minutes": -4}, {"days": 184}, {"days": 9000}])
def test_a_time_too_near_or_too_far_is_refused(couple, alex, away):
    with pytest.raises(Refused, match="at least five minutes"):
        appointments.suggest(couple, alex, ahead(**away))


def test_what_has_passed_is_forgotten(agreed, couple, alex, blair):
    passes(days=1)
    still = appointments.suggest(couple, alex, ahead(days=2))
    appointments.forget_over()
    assert len(rows()) == 2

    passes(days=1, hours=2)
    appointments.forget_over()
    appointments.forget_over()

    assert rows() == [(still.pk, "open")]


def test_only_the_couple_finds_its_times(agreed, couple, casey, drew):
    others = acceptance.pair(casey, drew)

    assert appointments.of_couple(couple, agreed.pk) == agreed
    assert appointments.of_couple(others, agreed.pk) is None
    assert appointments.seen_by(others, drew) == appointments.Seen()
