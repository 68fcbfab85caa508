"""Leaks planted in the kind on purpose, to see that the proofs of secrecy find them."""

from __future__ import annotations

import pytest

from exercises.core.kind import StepKind
from exercises.steps.arrival.kind import KIND
from tests.core.leaky_kinds import handed_on
from tests.core.revealing import is_caught_by_a_counselor


def who_would_rather_listen() -> StepKind:
    return handed_on(KIND, lambda here, state, who: state.ready.of(who))


@pytest.mark.parametrize("plant", [who_would_rather_listen])
def test_the_proof_of_what_a_counselor_reads_catches(plant):
    assert is_caught_by_a_counselor(plant())
