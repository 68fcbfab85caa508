"""Divides items, or chooses an option, between two people and prints the result as JSON, in exact fractions.

Reads and writes nothing but the given file and standard output. `docs/figures.md` describes both formats.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

from django.core.management.base import CommandError

from exercises.core.blank import is_blank
from exercises.core.division import adjusted_winner, nash
from exercises.core.pair import Pair, Partner
from exercises.management import figures_file
from exercises.management.figures_file import a_list, of_keys, quoted

MOST: Final = 1000
"""Items, or options."""
LARGEST: Final = 10**9
DECIMALS: Final = 9
KEYS: Final = {"adjusted_winner": ("items", "a", "b"), "nash": ("options", "disagreement")}
"""By method."""
OPTIONAL: Final = {"adjusted_winner": ("burdens",), "nash": ()}
POINTS: Final = f"up to {LARGEST}, with at most {DECIMALS} decimals"


def decimal(text: str) -> Decimal:
    """Return the number exactly; infinity if its exponent is beyond all bounds."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")


class Command(figures_file.FiguresCommand):
    help = "Divides items, or chooses an option, between two people, given as JSON in FILE."
    keys = ("method",)
    optional = ("items", "a", "b", "burdens", "options", "disagreement")
    number = decimal

    def answer(self, found: dict[str, Any]) -> dict[str, Any]:
        method = found["method"]
        if not isinstance(method, str) or method not in KEYS:
            raise CommandError("“method” should be “adjusted_winner” or “nash”.")
        of_keys(found, "The file", ("method", *KEYS[method]), OPTIONAL[method])
        return divided(found) if method == "adjusted_winner" else chosen(found)


def divided(found: dict[str, Any]) -> dict[str, Any]:
    items, burdens = names(some(found["items"], "items"), "items"), found.get("burdens", False)
    if type(burdens) is not bool:
        raise CommandError("“burdens” should be true or false.")
    division = adjusted_winner(Pair(*(points(found[who], who, len(items)) for who in "ab")), burdens)
    return {
        who.value: {
            "shares": {name: str(one) for name, one in zip(items, division.shares.of(who), strict=True)},
            "points": str(division.points.of(who)),
        }
        for who in Partner
    }


def chosen(found: dict[str, Any]) -> dict[str, Any]:
    options = some(found["options"], "options")
    for number, one in enumerate(options):
        of_keys(one, f"Number {number} of “options”", ("name", "a", "b"))
    called = names([one["name"] for one in options], "options")
    values = [pair(one, f"Number {number} of “options”") for number, one in enumerate(options)]
    disagreement = of_keys(found["disagreement"], "“disagreement”", ("a", "b"))
    best = nash(values, pair(disagreement, "“disagreement”"))
    if best is None:
        return {"chosen": None, "gains": None, "product": None}
    gains = {who.value: str(best.gains.of(who)) for who in Partner}
    return {"chosen": called[best.index], "gains": gains, "product": str(best.product)}


def some(found: Any, called: str) -> list[Any]:
    if not 1 <= len(a_list(found, called)) <= MOST:
        raise CommandError(f"“{called}” should have 1 to {MOST} entries, and has {len(found)}.")
    return list(found)


def names(found: list[Any], called: str) -> list[str]:
    seen: set[str] = set()
    for number, name in enumerate(found):
        if not isinstance(name, str) or is_blank(name) or any("\ud800" <= sign <= "\udfff" for sign in name):
            raise CommandError(f"Number {number} of “{called}” should have a name that can be read.")
        if name in seen:
            raise CommandError(f"“{called}” has the name {quoted(name)} twice.")
        seen.add(name)
    return found


def points(found: Any, who: str, many: int) -> list[Fraction]:
    if len(a_list(found, who)) != many:
        raise CommandError(f"“{who}” should have {many} points, one for each item, and has {len(found)}.")
    given = [exact(one) for one in found]
    for number, one in enumerate(given):
        if one is None or one < 0:
            raise CommandError(f"“{who}” should have numbers from 0 {POINTS}; number {number} is not.")
    if not any(given):
        raise CommandError(f"“{who}” has only 0, which says nothing about the items.")
    return [one for one in given if one is not None]


def pair(found: dict[str, Any], called: str) -> Pair[Fraction]:
    a, b = exact(found["a"]), exact(found["b"])
    if a is None or b is None:
        raise CommandError(f"{called} should have numbers in “a” and “b”, from -{LARGEST} {POINTS}.")
    return Pair(a, b)


def exact(found: Any) -> Fraction | None:
    """Return the number; None if it is none, too large or too long. An exponent is looked at before it is used."""
    if type(found) is int:
        return Fraction(found) if abs(found) <= LARGEST else None
    if type(found) is not Decimal or not found.is_finite() or found.copy_abs() > LARGEST:
        return None
    exponent = found.as_tuple().exponent
    return Fraction(found) if isinstance(exponent, int) and exponent >= -DECIMALS else None
