"""The timer of a step says when its time is over. It cuts nothing, and either of the two may lengthen or stop it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from exercises.core import rules, session
from exercises.core.events import MovedOn, Resumed
from exercises.core.offer import Ask
from exercises.core.pair import Observer, Pair, Partner
from exercises.core.session import Session
from exercises.core.timer import MAX_MINUTES
from exercises.core.view import TimerSeen, view_of
from tests.core.examples import NOON, OF_KIND, begin

ALEX, BLAIR = Partner
TEN, FIVE = timedelta(minutes=10), timedelta(minutes=5)


def done(now: Session, by: Partner, name: str, at=NOON) -> Session:
    return rules.outcome(now, Ask(by=by, name=name, visit=now.visit, at=at, chance=0)).after


@pytest.fixture
def turn() -> Session:
    """Both are at a turn of ten minutes, which began at noon."""
    exercise = OF_KIND["listening_turns"]
    number = next(i for i, step in enumerate(exercise.steps) if step.kind.name == "listening_turns")
    now = replace(begin(exercise), entered=Pair(True, True), carried={"speaker": ALEX, "together": "writing"})
    return session.evolve(now, MovedOn(number, NOON))


def timer(now: Session, at=NOON) -> TimerSeen | None:
    assert view_of(now, ALEX, at).timer == view_of(now, BLAIR, at).timer
    return view_of(now, ALEX, at).timer


def test_when_the_time_is_over_the_view_says_so_and_everything_stays(turn):
    before, after = (
        view_of(turn, ALEX, NOON + TEN + later) for later in (timedelta(seconds=-1), timedelta(0))
    )
    assert before.timer == TimerSeen(NOON + TEN, 10, is_over=False)
    assert after.timer == TimerSeen(NOON + TEN, 10, is_over=True)
    assert (before.changes_at, after.changes_at) == (NOON + TEN, None)
    assert replace(after, timer=None, changes_at=None) == replace(before, timer=None, changes_at=None)


def test_either_adds_five_minutes_to_what_is_left_or_from_now(turn):
    assert timer(done(turn, BLAIR, "more_time", NOON + FIVE)) == TimerSeen(NOON + TEN + FIVE, 15, False)
    late = NOON + 3 * TEN
    assert timer(done(turn, ALEX, "more_time", late), late) == TimerSeen(late + FIVE, 15, is_over=False)


def test_no_more_is_added_than_the_most(turn):
    for _ in range(MAX_MINUTES // 5):
        turn = done(turn, ALEX, "more_time")
    assert turn.timer
    assert turn.timer.minutes == MAX_MINUTES
    assert "more_time" not in {offer.name for offer in view_of(turn, ALEX, NOON).room}


def test_either_switches_it_off_for_this_step(turn):
    off = done(turn, BLAIR, "no_timer")
    assert timer(off) is None
    assert done(off, ALEX, "more_time") == off


def test_a_pause_moves_the_end_by_its_length_and_setting_aside_stops_the_timer(turn):
    paused = done(turn, ALEX, "pause", NOON + FIVE)
    assert timer(paused, NOON + FIVE) is None
    resumed = done(paused, ALEX, "resume", NOON + 3 * FIVE)
    assert timer(resumed) == TimerSeen(NOON + TEN + 2 * FIVE, 10, is_over=False)
    assert timer(done(done(turn, ALEX, "enough"), BLAIR, "pick_up")) is None


def test_a_pause_that_was_stored_without_its_end_leaves_the_timer(turn):
    paused = done(turn, ALEX, "pause")
    assert timer(session.evolve(paused, Resumed(BLAIR))) == timer(turn)


def test_an_observer_sees_no_timer_and_a_step_without_minutes_has_none(turn):
    assert view_of(turn, Observer(), NOON).timer is None
    assert view_of(turn, Observer(), NOON) == view_of(turn, Observer(), NOON + TEN)
    assert timer(session.evolve(turn, MovedOn(turn.index + 1, NOON))) is None
