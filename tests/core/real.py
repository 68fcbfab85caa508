"""Every exercise that the proofs walk: one around each step kind, and real ones of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from exercises import catalog
from exercises.core.kind import Exercise
from exercises.core.offer import Ask
from exercises.core.session import Session
from exercises.core.view import view_of
from tests.core.examples import OF_KIND
from tests.core.walking import Walk, steps
from tests.long_run import IS_LONG

REAL: Final = {one.slug: one.exercise() for one in catalog.couple_definitions()}
FIRST: Final = ("balance-check-in", "limit-request-or-agreement", "see-feel-need-ask")
"""What the proofs of the gate walk of the real ones. The others are made of the same kinds, each of which they walk;
`test_every_exercise` walks all of them a few times, and the long run proves everything of all."""
ALL: Final = {**OF_KIND, **{slug: one for slug, one in REAL.items() if IS_LONG or slug in FIRST}}
often = settings(max_examples=settings().max_examples * 10 // 3)
"""For secrecy and walks: 33 examples where others get 10."""
seldom = settings(max_examples=settings().max_examples * 2 // 3)
"""For what takes long: 6."""
every_exercise = pytest.mark.parametrize("name", ALL)
seeds: Final = st.integers(0, often.max_examples - 1)
Moment = tuple[Walk, Session, Ask, list[Any]]


def exercise(name: str) -> Exercise:
    return OF_KIND.get(name) or REAL[name]


@lru_cache(maxsize=3000)
def moments(name: str, seed: int) -> tuple[Moment, ...]:
    """A whole walk through that exercise, command by command; remembered, for many properties look at it."""
    return tuple(steps(exercise(name), seed))


def walked(name: str, seed: int) -> Walk:
    """The same walk, at its end."""
    return moments(name, seed)[-1][0]


def disturbed(walk: Iterable[Moment]) -> list[Moment]:
    """When a partner's act that kept the visit changed what the other was just filling in."""
    found = []
    for moment in walk:
        going, before, ask, _events = moment
        stays = (
            going.now.visit == before.visit and not going.now.over and going.now.set_aside == before.set_aside
        )
        was, now = (view_of(one, ask.by.other, ask.at) for one in (before, going.now))
        if stays and (was.step.seen.mine, was.forms) != (now.step.seen.mine, now.forms):
            found.append(moment)
    return found
