"""Each exercise of the catalogue, walked by two people who know only what they are offered."""

from __future__ import annotations

import pytest

from exercises.core.pair import Partner
from exercises.core.view import view_of
from tests.core.proving import check
from tests.core.real import REAL, disturbed, moments, walked
from tests.long_run import IS_LONG

SEEDS, COMPARED = (200, 20) if IS_LONG else (4, 1)


@pytest.mark.parametrize("name", sorted(REAL))
def test_an_exercise_comes_to_its_end_whatever_is_done(name):
    """Whatever is offered is accepted, nobody is ever without anything to do, and nothing changes a form under way."""
    for seed in range(SEEDS):
        going = walked(name, seed)
        assert {line.state for line in view_of(going.now, Partner.A, going.at).steps} == {"done"}
        assert disturbed(moments(name, seed)) == []


@pytest.mark.parametrize("name", sorted(REAL))
def test_what_one_keeps_closed_in_it_changes_nothing_that_the_other_is_sent(name):
    for seed in range(COMPARED):
        for owner in Partner:
            check(REAL[name], seed, owner)
