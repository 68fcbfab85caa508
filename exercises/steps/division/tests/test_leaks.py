"""Leaks planted in the kind on purpose, to see that the proofs of secrecy find them."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.core.here import Here
from exercises.core.kind import StepKind
from exercises.core.pair import Partner
from exercises.steps.division.kind import KIND
from tests.core.leaky_kinds import handed_on, seen_through, told
from tests.core.proving import is_caught
from tests.core.revealing import is_caught_by_a_counselor


def sum_of_the_other(here: Here, state: Any, viewer: Partner) -> Any:
    answers = state.closed.answers.of(viewer.other)
    given = [one for one in answers.values() if isinstance(one, int)] if isinstance(answers, dict) else []
    return sum(given) if given else ...


def points() -> StepKind:
    """What all numbers of the other's closed form come to."""
    return seen_through(KIND, told(hidden=sum_of_the_other))


def handed_in() -> StepKind:
    """Whether the other has finished their form."""
    return seen_through(
        KIND, told(hidden=lambda here, state, viewer: state.closed.answers.of(viewer.other) is None)
    )


def a_floor() -> StepKind:
    """A counselor reads what one would be fine without."""
    return handed_on(KIND, lambda here, state, who: str(state.closed.answers.of(who)))


@pytest.mark.parametrize("plant", [points, handed_in])
def test_the_proof_of_secrecy_catches(plant):
    assert is_caught(plant())


@pytest.mark.parametrize("plant", [a_floor])
def test_the_proof_of_what_a_counselor_reads_catches(plant):
    assert is_caught_by_a_counselor(plant())
