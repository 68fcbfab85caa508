"""Leaks planted in the kind on purpose, to see that the proofs of secrecy find them."""

from __future__ import annotations

import pytest

from exercises.core.kind import StepKind
from exercises.steps.daily_reading.kind import KIND
from tests.core.leaky_kinds import handed_on, seen_through, told
from tests.core.proving import is_caught
from tests.core.revealing import is_caught_by_a_counselor


def which_answer() -> StepKind:
    return seen_through(KIND, told(answer=lambda here, state, viewer: state.answers.of(viewer.other)))


def whose_answer_decided() -> StepKind:
    return handed_on(KIND, lambda here, state, who: state.answers.of(who))


@pytest.mark.parametrize("plant", [which_answer])
def test_the_proof_of_secrecy_catches(plant):
    assert is_caught(plant())


@pytest.mark.parametrize("plant", [whose_answer_decided])
def test_the_proof_of_what_a_counselor_reads_catches(plant):
    assert is_caught_by_a_counselor(plant())
