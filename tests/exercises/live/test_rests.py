"""A list of choices that has opened rests for two weeks, whoever asks for it again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exercises.core.text import Refused
from exercises.counselor.assignments import giving, taking
from exercises.live import start as starting
from tests.exercises.live.rooms import opened
from tests.exercises.live.test_second_check_in import end, travel

__all__ = ["travel"]
pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "what-fits-both-of-us"


def choose(room) -> None:
    for chair in room.chairs:
        chair.do("ready", together="writing")
    for chair in room.chairs:
        chair.do("hand_in", walk="yes")
    for chair in room.chairs:
        chair.do("open")


def test_a_second_list_waits_for_two_weeks_also_where_a_counselor_assigned_it(
    couple, alex, blair, casey, linked, travel
):
    room = opened(couple, alex, blair, SLUG, is_due=False)
    choose(room)
    end(room)
    first_day = timezone.localdate() + timedelta(days=14)
    given = giving.assign(casey, couple, giving.NewAssignment(SLUG, None, ""))
    for start in (
        lambda: starting.start_session(couple, alex.pk, SLUG),
        lambda: taking.take_up(couple, alex, given.pk),
    ):
        with pytest.raises(Refused) as refused:
            start()
        assert dict(refused.value.message.params)["next"] == first_day
    travel(timedelta(days=14))
    starting.start_session(couple, alex.pk, SLUG)
