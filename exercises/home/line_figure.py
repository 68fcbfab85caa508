"""The picture of one's own line: a mark for each check-in, and a band for what is usual, from six on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from exercises.core.comparison import STEPS
from exercises.core.trend import trend

LEFT, RIGHT, TOP, BOTTOM = 22, 298, 14, 110
FEWEST_POINTS: Final = 2
"""A line needs two ends."""


@dataclass(frozen=True)
class Figure:
    """`marks`: their positions. `strokes`: from mark to mark, where no check-in between was skipped. `band`: its upper
    edge and its height, None with too few values."""

    marks: tuple[tuple[int, int], ...]
    strokes: tuple[tuple[int, int, int, int], ...]
    band: tuple[int, int] | None


def figure(values: Sequence[int | None]) -> Figure | None:
    """Return the picture of these ratings, in order; None if there are too few to draw a line."""
    if sum(value is not None for value in values) < FEWEST_POINTS:
        return None
    positions = [
        None if value is None else (_x(index, len(values)), _y(value)) for index, value in enumerate(values)
    ]
    strokes = tuple((*one, *other) for one, other in pairwise(positions) if one and other)
    found = trend(values)
    band = None
    if found.lower is not None and found.upper is not None:
        top, bottom = _y(min(found.upper, STEPS)), _y(max(found.lower, 0))
        band = (top - 3, bottom - top + 6)
    return Figure(tuple(position for position in positions if position), strokes, band)


def _x(index: int, many: int) -> int:
    return round(LEFT + index * (RIGHT - LEFT) / (many - 1))


def _y(value: float) -> int:
    return round(BOTTOM - value * (BOTTOM - TOP) / STEPS)
