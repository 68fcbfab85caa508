"""A pause that both share: either stops it alone, the minutes cut nothing, and nothing of it is recorded."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest

from exercises.core.events import MovedOn
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.session import evolve
from exercises.core.view import TimerSeen, view_of
from exercises.steps.breathing.kind import KIND, Settings, State, Stopped
from tests.core.examples import NOON, OF_KIND, begin

HERE = Here("breathe", Settings("Breathe"))


@pytest.mark.parametrize("who", Partner)
def test_either_stops_it_alone_and_nothing_of_it_is_recorded(who):
    (offer,) = KIND.offers(HERE, State(), who)
    assert offer.fields == ()
    assert KIND.finished(KIND.evolve(HERE, State(), Stopped()))
    assert fields(Stopped) == ()


def test_when_the_minutes_are_over_it_goes_on_until_one_of_the_two_stops_it():
    begun = begin(OF_KIND["breathing"])
    entered = evolve(evolve(begun, MovedOn(1, NOON)), MovedOn(1, NOON))
    assert entered.step.kind is KIND
    later = NOON + timedelta(minutes=30)
    seen = view_of(entered, Partner.A, later)
    assert seen.timer == TimerSeen(NOON + timedelta(minutes=1), 1, is_over=True)
    assert not entered.finished
