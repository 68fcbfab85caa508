"""Exact fair division between two: items by points (Adjusted Winner), and one of several options (Nash).

Everything is a `Fraction`, so equal is equal. Nothing is decided here: a division is a suggestion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from exercises.core.pair import Pair, Partner

POINTS: Final = Fraction(100)
"""What each has to spread over all items. Other sums are scaled to it."""


@dataclass(frozen=True)
class Division:
    """`shares.of(P)`: which part of each item P gets, 0 to 1. `points.of(P)`: their sum by P's own points, of 100."""

    shares: Pair[tuple[Fraction, ...]]
    points: Pair[Fraction]


@dataclass(frozen=True)
class Chosen:
    """The option at `index`, what each gains by it over the disagreement, and the product of both gains."""

    index: int
    gains: Pair[Fraction]
    product: Fraction


def scaled(points: Sequence[Fraction]) -> list[Fraction]:
    """Return the points in the same proportions, with the sum 100. Raises ValueError."""
    total = sum(points, Fraction(0))
    if any(one < 0 for one in points):
        raise ValueError("points are never below 0")
    if not total:
        raise ValueError("points that are all 0 say nothing about the items")
    return [one * POINTS / total for one in points]


def adjusted_winner(points: Pair[Sequence[Fraction]], burdens: bool = False) -> Division:
    """Return the division by Adjusted Winner (Brams & Taylor, Fair Division, 1996): both have equal points, at most
    one item is split, no other division is better for one and not worse for the other, and each has at least 50.

    Goods go to who gives them more points; burdens (chores) to who gives them fewer, and then each has at most 50.
    An item of equal points goes to who has fewer so far, to A if neither has. Then the richer (more points) hands on
    to the poorer until both have equal points: goods in increasing order of r / p, burdens in decreasing order, where
    r and p are the points of richer and poorer for the item. Of an item that would be too much only the part
    (R − P) / (r + p) is handed on, where R and P are the sums so far. Raises ValueError where `scaled` does.
    """
    if len(points.a) != len(points.b):
        raise ValueError("both give points to the same items")
    values = points.map(scaled)
    owners = _winners(values, burdens)
    shares = [Fraction(owner is Partner.A) for owner in owners]
    rich = max(Partner, key=lambda one: _sum(values, owners, one))
    gap = _sum(values, owners, rich) - _sum(values, owners, rich.other)
    for index in _order(values, owners, rich, burdens):
        r, p = values.of(rich)[index], values.of(rich.other)[index]
        part = min(Fraction(1), gap / (r + p))
        shares[index] += -part if rich is Partner.A else part
        gap -= part * (r + p)
    split = Pair(tuple(shares), tuple(1 - one for one in shares))
    return Division(split, Pair(*map(_weighed, values, split)))


def _winners(values: Pair[list[Fraction]], burdens: bool) -> list[Partner]:
    """Return who gets each item at first: ties last, in their order."""
    owners: list[Partner | None] = []
    for a, b in zip(*values, strict=True):
        owners.append(None if a == b else Partner.A if (a < b) == burdens else Partner.B)
    sums = {one: _sum(values, owners, one) for one in Partner}
    winners = []
    for value, owner in zip(values.a, owners, strict=True):
        if owner is None:
            owner = min(Partner, key=sums.__getitem__)
            sums[owner] += value
        winners.append(owner)
    return winners


def _order(
    values: Pair[list[Fraction]], owners: Sequence[Partner], rich: Partner, burdens: bool
) -> list[int]:
    """Return the items of the richer in the order in which they are handed on; those that change no gap are left out.

    The part that is to be handed on never reaches goods worth nothing to the poorer, nor burdens that are none to
    the richer.
    """
    gives, gets = values.of(rich), values.of(rich.other)
    low, high = (gets, gives) if burdens else (gives, gets)
    movable = [index for index, owner in enumerate(owners) if owner is rich and high[index]]
    return sorted(movable, key=lambda index: low[index] / high[index])


def _sum(values: Pair[list[Fraction]], owners: Sequence[Partner | None], one: Partner) -> Fraction:
    held = (value for value, owner in zip(values.of(one), owners, strict=True) if owner is one)
    return sum(held, Fraction(0))


def _weighed(values: Sequence[Fraction], shares: Sequence[Fraction]) -> Fraction:
    return sum((value * share for value, share in zip(values, shares, strict=True)), Fraction(0))


def nash(options: Sequence[Pair[Fraction]], disagreement: Pair[Fraction]) -> Chosen | None:
    """Return the option with the largest product of gains (Nash, The Bargaining Problem, 1950), of those by which
    neither has less than at the disagreement; None if there is none. A gain of P is P's points of the option less P's
    points of the disagreement.

    Of equal products the one whose smaller gain is larger, then whose larger gain is larger, then the first. Only
    there are points of the two compared with each other.
    """
    found = []
    for index, (a, b) in enumerate(options):
        gains = Pair(a - disagreement.a, b - disagreement.b)
        if min(gains) >= 0:
            found.append(Chosen(index, gains, gains.a * gains.b))
    return max(found, key=lambda one: (one.product, min(one.gains), max(one.gains)), default=None)
