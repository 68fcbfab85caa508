"""Random draws from a number that comes in with the command, so that the same number gives the same draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def shuffled(items: Sequence[T], chance: int) -> list[T]:
    """Return the items in an order drawn from `chance`, a uniform non-negative integer of at least 128 bits.

    Fisher–Yates, the index taken as the remainder; with 128 bits the bias is below 2⁻¹⁰⁰.
    """
    drawn = list(items)
    for last in range(len(drawn) - 1, 0, -1):
        chance, index = divmod(chance, last + 1)
        drawn[last], drawn[index] = drawn[index], drawn[last]
    return drawn


def between(low: int, high: int, chance: int) -> int:
    """Return a whole number from low to high, both included."""
    return low + chance % (high - low + 1)
