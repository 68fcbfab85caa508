"""Every exercise that the proofs walk: one around each step kind, and the real ones of the catalogue."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from exercises import catalog
from exercises.core.asking import Ask
from exercises.core.kind import Exercise
from exercises.core.session import Session
from tests.core.examples import OF_KIND
from tests.core.walking import Walk, steps

REAL: Final = {one.slug: one.exercise() for one in catalog.couple_definitions()}
ALL: Final = {**OF_KIND, **REAL}
seldom = settings(max_examples=settings().max_examples // 5)
every_exercise = pytest.mark.parametrize("name", ALL)
seeds: Final = st.integers(0, settings().max_examples - 1)
Moment = tuple[Walk, Session, Ask, list[Any]]


def exercise(name: str) -> Exercise:
    return ALL[name]


@lru_cache(maxsize=3000)
def moments(name: str, seed: int) -> tuple[Moment, ...]:
    """A whole walk through that exercise, command by command; remembered, for many properties look at it."""
    return tuple(steps(ALL[name], seed))


def walked(name: str, seed: int) -> Walk:
    """The same walk, at its end."""
    return moments(name, seed)[-1][0]
