"""Every kind of step with `minutes` has a timer that either may lengthen or switch off, and that cuts nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from exercises.core import session
from exercises.core.events import MovedOn
from exercises.core.pair import Pair, Partner
from exercises.core.session import Session
from exercises.core.timer import MORE_MINUTES
from exercises.core.view import TimerSeen, view_of
from exercises.steps.registry import STEP_KINDS
from tests.core.examples import NOON, OF_KIND, begin
from tests.core.test_timer import done

TIMED = [
    name for name, kind in STEP_KINDS.items() if "minutes" in {one.name for one in fields(kind.settings)}
]


def entered(name: str) -> Session:
    """Both are at a step of this kind with some minutes, which began at noon."""
    steps = list(OF_KIND[name].steps)
    number = next(i for i, step in enumerate(steps) if step.kind.name == name)
    settings = steps[number].settings
    steps[number] = replace(
        steps[number], settings=replace(settings, minutes=settings.minutes or MORE_MINUTES)
    )
    exercise = replace(OF_KIND[name], steps=tuple(steps))
    carried = {"speaker": Partner.A, "together": "writing"}
    now = replace(begin(exercise), entered=Pair(True, True), carried=carried)
    return session.evolve(now, MovedOn(number, NOON))


def test_the_timed_kinds_are_those_that_ask_for_time() -> None:
    assert {"listening_turns", "daily_reading", "breathing", "support_map"} <= set(TIMED)


@pytest.mark.parametrize("name", TIMED)
def test_a_step_with_minutes_has_a_timer_that_announces_and_leaves_every_offer(name: str) -> None:
    now = entered(name)
    minutes = now.step.settings.minutes
    end = NOON + timedelta(minutes=minutes)
    for who in Partner:
        before, after = (view_of(now, who, at) for at in (NOON, end))
        assert (before.timer, after.timer) == (TimerSeen(end, minutes, False), TimerSeen(end, minutes, True))
        assert before.forms == after.forms
        longer = done(now, who, "more_time", end)
        assert longer.timer
        assert longer.timer.ends_at == end + timedelta(minutes=MORE_MINUTES)
        assert view_of(done(now, who, "no_timer"), who.other, end).timer is None
