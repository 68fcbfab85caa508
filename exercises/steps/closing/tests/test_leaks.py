"""Leaks planted in the kind on purpose, to see that the proofs of secrecy find them."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.core.here import Here
from exercises.core.kind import StepKind
from exercises.core.pair import Partner
from exercises.steps.closing.kind import KIND
from tests.core.leaky_kinds import seen_through, told
from tests.core.proving import is_caught


def length() -> StepKind:
    """How long the other's closed sentence is."""

    def hidden(here: Here, state: Any, viewer: Partner) -> Any:
        sentence = state.sentences.of(viewer.other)
        return "•" * len(sentence) if isinstance(sentence, str) else ...

    return seen_through(KIND, told(hidden=hidden))


def whether_understood() -> StepKind:
    """Whether the other said how understood they feel."""

    def hidden(here: Here, state: Any, viewer: Partner) -> Any:
        return state.understood.of(viewer.other) is not None

    return seen_through(KIND, told(hidden=hidden))


def how_it_was() -> StepKind:
    """How the exercise was for the other."""

    def hidden(here: Here, state: Any, viewer: Partner) -> Any:
        return getattr(state.check.of(viewer.other), "how", None)

    return seen_through(KIND, told(hidden=hidden))


@pytest.mark.parametrize("plant", [length, whether_understood, how_it_was])
def test_the_proof_of_secrecy_catches(plant):
    assert is_caught(plant())
