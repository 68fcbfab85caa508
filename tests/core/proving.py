"""Runs the secrecy proof: one pair of histories, or as many as it takes to find a leak."""

from __future__ import annotations

from typing import Final

from exercises.core.kind import Exercise, StepKind
from exercises.core.pair import Partner
from tests.core.examples import OF_KIND, with_kind
from tests.core.secrecy import Twins
from tests.core.what_stays_closed import Leak
from tests.core.world import Rendering

BUDGET: Final = 60


def check(
    exercise: Exercise, seed: int, owner: Partner, rendering: Rendering | None = None, apart: bool = False
) -> int:
    """Raises Leak; else, how much was compared while something closed differed. `apart`: the session is begun apart."""
    twins = Twins(exercise, seed, owner, rendering or Rendering(), apart)
    twins.run()
    return twins.compared


def found_after(which: Exercise, rendering: Rendering) -> int:
    """How many pairs of histories it takes until the leak is found; BUDGET if it is not."""
    for seed in range(BUDGET):
        for owner in Partner:
            try:
                check(which, seed, owner, rendering)
            except Leak:
                return seed
    return BUDGET


def is_caught(planted: StepKind) -> bool:
    """Is the leak that was planted in this kind found, in the kind's own example?"""
    return found_after(with_kind(OF_KIND[planted.name], planted), Rendering()) < BUDGET
