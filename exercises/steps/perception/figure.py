"""The geometry of the dumbbell figure: one area, two rows, two marks in each row. No words, no colours.

All coordinates are whole numbers, so that no locale formats them with a comma. Ratings 0…6 lie at x = 16…304.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

LEFT: Final = 16
RIGHT: Final = 304
STEP: Final = 48
FIRST_ROW: Final = 38
ROW: Final = 66
STEPS: Final = 6


def x_of(rating: int) -> int:
    """Return the x coordinate of a rating from 0 to 6."""
    return LEFT + STEP * rating


@dataclass(frozen=True)
class Mark:
    """One rating: a circle for v1, a square for v2, whose corner is 10 to the left of and above its center."""

    x: int
    y: int
    voice: str

    @property
    def corner(self) -> tuple[int, int]:
        return self.x - 10, self.y - 10


@dataclass(frozen=True)
class Band:
    """One step to each side of an own rating: on another day it might have been one higher or lower."""

    start: int
    end: int
    voice: str


class Rated(Protocol):
    """The ratings about one of the partners, as in `seen.RatedRow`."""

    @property
    def about(self) -> Any: ...
    @property
    def by_self(self) -> int | None: ...
    @property
    def by_other(self) -> int | None: ...


@dataclass(frozen=True)
class FigureRow:
    """Both ratings about one partner. `marks`: v2 before v1, so that equal ones are drawn as a circle in a square."""

    about: Any
    y: int
    ticks: tuple[int, ...]
    band: Band | None
    marks: tuple[Mark, ...]
    between: tuple[int, int] | None

    @property
    def label_y(self) -> int:
        return self.y - 24


def dumbbell(rows: Sequence[Rated]) -> list[FigureRow]:
    """Return the marks and lines of a compared area. `about` of each row must have a `voice`."""
    people = [row.about for row in rows]
    return [_row(row, _other(people, row.about), FIRST_ROW + ROW * index) for index, row in enumerate(rows)]


def _other(people: Sequence[Any], one: Any) -> Any:
    return next(person for person in people if person is not one)


def _row(row: Rated, other: Any, y: int) -> FigureRow:
    own, seen = row.by_self, row.by_other
    given = [(own, row.about.voice), (seen, other.voice)]
    marks = [Mark(x_of(value), y, voice) for value, voice in given if value is not None]
    ends = sorted(mark.x for mark in marks)
    between = (ends[0], ends[1]) if len(set(ends)) == 2 else None
    ticks = tuple(x_of(step) for step in range(STEPS + 1))
    by_voice = tuple(sorted(marks, key=lambda mark: mark.voice, reverse=True))
    return FigureRow(row.about, y, ticks, band(own, row.about.voice), by_voice, between)


def band(own: int | None, voice: str) -> Band | None:
    """Return the band around an own rating, cut off at both ends of the scale; None without a rating."""
    if own is None:
        return None
    return Band(max(LEFT, x_of(own - 1)), min(RIGHT, x_of(own + 1)), voice)
