"""Tries on one device: some at once, then ever longer waits, of ten minutes at most."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from couples.ratelimits.waits import NONE, GrowingWait, Waiting, please_wait
from tests.couples.clock import clock

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
COUNTED = GrowingWait("a secret", free=3)


def test_the_wait_doubles_up_to_ten_minutes_and_a_refused_try_prolongs_nothing(clock) -> None:
    assert [COUNTED.begin("kim", Waiting("")) for _ in range(3)] == [NONE] * 3
    for minutes in (1, 2, 4, 8, 10, 10, 10):
        for _time in range(30):
            clock.goes(minutes * 60 / 30 - 0.01)
            assert NONE < COUNTED.begin("kim", Waiting("")) <= timedelta(minutes=minutes)
        clock.goes(1)
        assert COUNTED.begin("kim", Waiting("")) == NONE
    assert COUNTED.begin("lee", Waiting("")) == NONE


def test_the_page_says_how_long_in_words(clock) -> None:
    for _ in range(5):
        wait = COUNTED.begin("kim", Waiting(""))
    assert please_wait(wait) == (
        "There were too many wrong tries, perhaps not by you. Please wait one minute in this browser: "
        "the next try is then yours. Exit gives up that place."
    )
    clock.goes(61)
    COUNTED.begin("kim", Waiting(""))
    clock.goes(10)
    for _ in range(COUNTED.tickets):
        wait = COUNTED.begin("kim", Waiting(""))
    assert please_wait(wait).endswith("Please wait two minutes.")


def test_a_right_one_forgets_the_wrong_ones_and_a_clock_that_went_back_keeps_nobody_longer(clock) -> None:
    for _ in range(5):
        COUNTED.begin("kim", Waiting(""))
    clock.goes(-3600)
    assert COUNTED.begin("kim", Waiting("")) == timedelta(minutes=10)
    COUNTED.forget("kim")
    assert COUNTED.begin("kim", Waiting("")) == NONE


@pytest.mark.django_db(transaction=True)
def test_tries_in_one_moment_are_all_counted() -> None:
    def guess(_number: int) -> bool:
        try:
            return COUNTED.begin("kim", Waiting("")) == NONE
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(guess, range(12))) <= 3
