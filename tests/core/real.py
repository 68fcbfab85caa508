"""Every exercise that the proofs walk: one around each step kind, and the real ones of the catalogue."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

import pytest
from hypothesis import settings

from exercises.core.kind import Exercise
from tests.core.examples import OF_KIND


def _real() -> dict[str, Exercise]:
    if find_spec("exercises.catalog") is None:
        return {}
    from exercises import catalog

    return {one.slug: one.exercise() for one in catalog.all_definitions()}


REAL: Final = _real()
ALL: Final = {**OF_KIND, **REAL}
seldom = settings(max_examples=settings().max_examples // 5)
every_exercise = pytest.mark.parametrize("name", ALL)


def exercise(name: str) -> Exercise:
    return ALL[name]
