"""How often our rules would tell apart two people who truly agree, or see a move where none was: by simulation.

Assumed, since no pilot has measured it: a rating is the true view plus normal noise, rounded to a whole step and held
within the scale. True views are spread evenly over the steps 1 to 5: at the ends there is less room for noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from exercises.core.comparison import ALIKE, DIFFERENT, STEPS
from exercises.core.trend import FEWEST, moves

TRUE_VIEWS: Final = range(1, STEPS)


@dataclass(frozen=True)
class Shares:
    """Shares from 0 to 1, of raters who truly agree and of lines that truly never move.

    `not_alike`, `different`: of single gaps. `any_different`: of couples, at least one gap. `gaps_not_alike`: how many
    gaps of a couple are not alike, on average. `moved`: of lines, at least one value called a move.
    """

    not_alike: float
    different: float
    any_different: float
    gaps_not_alike: float
    moved: float


def rating(chance: Random, view: int, noise: float) -> int:
    """Return how somebody rates this view today. `noise`: the standard deviation of one rating, in steps."""
    return min(STEPS, max(0, round(chance.gauss(view, noise))))


def gap(chance: Random, noise: float) -> int:
    """Return by how many steps two people differ who hold the same view."""
    view = chance.choice(TRUE_VIEWS)
    return abs(rating(chance, view, noise) - rating(chance, view, noise))


def has_moved(chance: Random, noise: float, check_ins: int) -> bool:
    """Return whether our rule sees a move at any of these check-ins, each with what was known by then."""
    view = chance.choice(TRUE_VIEWS)
    line = [rating(chance, view, noise) for _ in range(check_ins)]
    return any(seen - 1 in moves(line[:seen]) for seen in range(FEWEST, check_ins + 1))


def shares(seed: int, noise: float, pairs: int, areas: int, check_ins: int) -> Shares:
    """Return the shares among so many couples, who compare two gaps in each area. The same seed gives the same."""
    chance = Random(f"{seed} {noise}")  # nosec B311 # a computation that can be repeated
    couples = [[gap(chance, noise) for _ in range(2 * areas)] for _ in range(pairs)]
    gaps = [one for couple in couples for one in couple]
    return Shares(
        not_alike=sum(one > ALIKE for one in gaps) / len(gaps),
        different=sum(one >= DIFFERENT for one in gaps) / len(gaps),
        any_different=sum(max(couple) >= DIFFERENT for couple in couples) / pairs,
        gaps_not_alike=sum(one > ALIKE for one in gaps) / pairs,
        moved=sum(has_moved(chance, noise, check_ins) for _ in range(pairs)) / pairs,
    )
