"""The arithmetic that compares two partners' ratings of an area. It makes no totals and grades nobody.

Ratings are whole numbers 0..6 (0 not at all, 6 almost entirely); None where one was kept closed, skipped or erased.
The comparisons follow the Interpersonal Perception Method (Laing, Phillipson & Lee 1966) in its graded form, with
the names of Kenny's notation: `own` s, `partner` o, `guess` m, `wish` p, `comfort` c. No rating is the true one;
only a guess has a right answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from exercises.core.pair import Pair

Rating = int | None
STEPS: Final = 6
"""The highest rating; the lowest is 0."""

ALIKE: Final = 1
DIFFERENT: Final = 3
"""Gaps of 0–1 are about the same, 2 a little different, 3 and more different: two ratings by raters who truly agree
differ by 3 or more in some 4 % of cases if one rating wobbles by about 0.9 (assumed until a pilot)."""

UNEASY: Final = 2
EASY: Final = 4
"""Comfort of at most 2 means "not comfortable now", of at least 4 "all right"; 3 is mixed."""


@dataclass(frozen=True)
class Views:
    """What one partner says of one area: `own` level, the `partner`'s level as seen from here, `guess` at what the
    partner will say of `own`, `comfort` with how it is, `wish` for the own level."""

    own: Rating = None
    partner: Rating = None
    guess: Rating = None
    comfort: Rating = None
    wish: Rating = None


def difference(x: Rating, y: Rating) -> int | None:
    """Return x − y, from −6 to 6; None if either is missing."""
    return None if x is None or y is None else x - y


@dataclass(frozen=True)
class Comparison:
    """The signed gaps of one area, in rating steps.

    gap.of(P) = s_P − o_Q, guess_error.of(P) = m_P − o_Q, believed_gap.of(P) = s_P − m_P, so that exactly
    gap = believed_gap + guess_error. balance is A minus B (above 0: A more): balance.a = s_A − o_A,
    balance.b = o_B − s_B, balance_of_selves = s_A − s_B, so that balance.a − balance.b = gap.a + gap.b.
    change_wanted.of(P) = p_P − s_P.
    """

    gap: Pair[int | None]
    guess_error: Pair[int | None]
    believed_gap: Pair[int | None]
    balance: Pair[int | None]
    balance_of_selves: int | None
    level: float | None
    change_wanted: Pair[int | None]


def compare(views: Pair[Views]) -> Comparison:
    """Return all signed gaps of one area."""
    a, b = views
    return Comparison(
        gap=Pair(difference(a.own, b.partner), difference(b.own, a.partner)),
        guess_error=Pair(difference(a.guess, b.partner), difference(b.guess, a.partner)),
        believed_gap=Pair(difference(a.own, a.guess), difference(b.own, b.guess)),
        balance=Pair(difference(a.own, a.partner), difference(b.partner, b.own)),
        balance_of_selves=difference(a.own, b.own),
        level=None if a.own is None or b.own is None else (a.own + b.own) / 2,
        change_wanted=views.map(lambda one: difference(one.wish, one.own)),
    )


def likeness(gap: int | None) -> str:
    """Return alike, a_little, different or unknown."""
    if gap is None:
        return "unknown"
    if abs(gap) <= ALIKE:
        return "alike"
    return "different" if abs(gap) >= DIFFERENT else "a_little"


def count(gaps: Iterable[int | None]) -> dict[str, int]:
    """Return how many gaps are alike, a_little, different and unknown."""
    found = {"alike": 0, "a_little": 0, "different": 0, "unknown": 0}
    for gap in gaps:
        found[likeness(gap)] += 1
    return found


def is_alike(views: Pair[Views]) -> bool:
    """Return whether both views that can be compared are alike, and at least one can be."""
    seen = [likeness(gap) for gap in compare(views).gap]
    return "alike" in seen and all(one in ("alike", "unknown") for one in seen)


def widest(comparison: Comparison) -> int:
    """Return the larger absolute gap of the two; 0 if nothing can be compared."""
    return max((abs(gap) for gap in comparison.gap if gap is not None), default=0)


def is_uneasy(views: Pair[Views]) -> bool:
    """Return whether a comfort rating that was opened says “not comfortable”."""
    return any(one.comfort is not None and one.comfort <= UNEASY for one in views)


def gentle_order(areas: dict[str, Pair[Views]]) -> list[str]:
    """Return the areas in the order of display: comfortable ones first, then by widest gap; opened views only."""
    return sorted(areas, key=lambda key: (is_uneasy(areas[key]), widest(compare(areas[key]))))


def worth_a_talk(areas: dict[str, Pair[Views]], wanted: Mapping[str, int]) -> list[str]:
    """Return the areas in the order in which they are suggested as topics: first what most would like to talk about
    (`wanted`: how many of the two, by area), then an opened discomfort, then a change that both want, then the widest
    gap. Lexicographic, no weights; a comfortable imbalance is no reason."""

    def rank(key: str) -> tuple[int, bool, bool, int]:
        compared = compare(areas[key])
        wishes = [wish for wish in compared.change_wanted if wish is not None]
        same_wish = len(wishes) == 2 and wishes[0] * wishes[1] > 0
        return (-wanted.get(key, 0), not is_uneasy(areas[key]), not same_wish, -widest(compared))

    return sorted(areas, key=rank)
