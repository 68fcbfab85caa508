"""Leaks planted in the kind on purpose, to see that the proofs of secrecy find them."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.core.here import Here
from exercises.core.kind import StepKind
from exercises.core.pair import Partner
from exercises.steps.agenda.kind import KIND
from tests.core.leaky_kinds import handed_on, seen_through, told
from tests.core.proving import is_caught
from tests.core.revealing import is_caught_by_a_counselor


def whether_it_was_written() -> StepKind:
    """Whether the other has written a concern, before they open it."""

    def written(here: Here, state: Any, viewer: Partner) -> Any:
        return bool(state.closed.answers.of(viewer.other))

    return seen_through(KIND, told(written=written))


def what_never_opened() -> StepKind:
    return handed_on(KIND, lambda here, state, who: state.closed.answers.of(who))


@pytest.mark.parametrize("plant", [whether_it_was_written])
def test_the_proof_of_secrecy_catches(plant):
    assert is_caught(plant())


@pytest.mark.parametrize("plant", [what_never_opened])
def test_the_proof_of_what_a_counselor_reads_catches(plant):
    assert is_caught_by_a_counselor(plant())
