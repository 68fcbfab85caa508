"""One person's own line over time, as an individuals chart (Shewhart 1931; Wheeler's "XmR"): what wobbles, what moved.

It needs no norms and no other person. A value outside the limits is rarer than the line's own wobble explains; people
who look when things are bad tend to see the next value nearer to their mean, whatever they did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Final

FEWEST: Final = 6
"""Values that limits need; with fewer, the mean moving range says next to nothing."""
SPREAD: Final = 2.66
"""3 / 1.128: three standard deviations, of which the mean moving range of normal values is 1.128."""
ROUNDING: Final = 1e-9
"""Relative: what a mean of equal fractions may be off by, and what is no distance."""
A_MOVE: Final = 2
"""Steps from the mean that a value has to be away, besides being outside, before a page speaks of a move."""


@dataclass(frozen=True)
class Trend:
    """A line's mean, mean moving range and limits, and which values (from 0) are strictly outside them.

    `mean` is None without a value, `mean_moving_range` without two in a row, the limits with fewer than FEWEST values.
    """

    mean: float | None
    mean_moving_range: float | None
    lower: float | None = None
    upper: float | None = None
    outside: tuple[int, ...] = ()


def trend(values: Sequence[float | None]) -> Trend:
    """Return the chart of these values, in order. None is a gap: the values around it are not next to each other."""
    given = [value for value in values if value is not None]
    ranges = [abs(y - x) for x, y in pairwise(values) if x is not None and y is not None]
    mean = fmean(given) if given else None
    moving = fmean(ranges) if ranges else None
    if len(given) < FEWEST or mean is None or moving is None:
        return Trend(mean, moving)
    reach = SPREAD * moving
    beyond = reach + ROUNDING * max(1.0, abs(mean))
    outside = [index for index, one in enumerate(values) if one is not None and abs(one - mean) > beyond]
    return Trend(mean, moving, mean - reach, mean + reach, tuple(outside))


def moves(values: Sequence[float | None]) -> list[int]:
    """Return which values a page may call a move: outside the limits, and at least A_MOVE steps from the mean."""
    found = trend(values)
    mean = found.mean or 0.0
    return [index for index in found.outside if abs((values[index] or 0.0) - mean) >= A_MOVE]
