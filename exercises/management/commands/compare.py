"""Compares two people's ratings and prints every signed gap as JSON: for checking our arithmetic, and for research.

Reads and writes nothing but the given file and standard output. `docs/figures.md` describes both formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.management.base import CommandError

from exercises.core.comparison import Comparison, Views, compare, count, likeness
from exercises.core.pair import Pair, Partner
from exercises.management import figures_file

RATED: Final = ("own", "partner", "guess", "comfort", "preferred")
NEEDED: Final = RATED[:2]


class Command(figures_file.FiguresCommand):
    help = "Compares two people's ratings, given as JSON in FILE, and prints the gaps."
    keys = ("scale", "domains", "a", "b")

    def answer(self, found: dict[str, Any]) -> dict[str, Any]:
        scale, domains = scale_of(found["scale"]), domains_of(found["domains"])
        views = [views_of(found[who], who, scale, len(domains)) for who in ("a", "b")]
        compared = [compare(Pair(*both)) for both in zip(*views, strict=True)]
        return {
            "domains": [of_domain(name, one) for name, one in zip(domains, compared, strict=True)],
            "counts": {who.value: counts(compared, who) for who in Partner},
        }


def scale_of(found: Any) -> range:
    ends = figures_file.a_list(found, "scale")
    if len(ends) != 2 or not all(type(end) is int for end in ends) or ends[0] >= ends[1]:
        raise CommandError("“scale” should be two whole numbers, the lower first.")
    return range(ends[0], ends[1] + 1)


def domains_of(found: Any) -> list[str]:
    domains = figures_file.a_list(found, "domains")
    if not domains or not all(isinstance(one, str) and one for one in domains):
        raise CommandError("“domains” should be a list of names, at least one.")
    if len(set(domains)) < len(domains):
        raise CommandError("“domains” has a name twice.")
    return domains


def views_of(found: Any, who: str, scale: range, many: int) -> list[Views]:
    """Return what this person says of each domain."""
    given = figures_file.of_keys(found, f"“{who}”", NEEDED, RATED)
    columns = [ratings(given[name], f"{who}.{name}", scale, many) if name in given else [None] * many
               for name in RATED]  # fmt: skip
    return [Views(*row) for row in zip(*columns, strict=True)]


def ratings(found: Any, called: str, scale: range, many: int) -> list[int | None]:
    given = figures_file.a_list(found, called)
    if len(given) != many:
        raise CommandError(
            f"“{called}” should have {many} ratings, one for each domain, and has {len(given)}."
        )
    for number, one in enumerate(given):
        if one is not None and (type(one) is not int or one not in scale):
            wanted = f"whole numbers from {scale[0]} to {scale[-1]}, or null"
            raise CommandError(f"“{called}” should have {wanted}; number {number} has not.")
    return given


def of_domain(name: str, compared: Comparison) -> dict[str, Any]:
    return {
        "domain": name,
        **{who.value: about(compared, who) for who in Partner},
        "balance_own": compared.balance_of_selves,
        "level": compared.level,
    }


def about(compared: Comparison, who: Partner) -> dict[str, Any]:
    gap = compared.gap.of(who)
    return {
        "gap": gap,
        "guess_error": compared.guess_error.of(who),
        "believed_gap": compared.believed_gap.of(who),
        "balance": compared.balance.of(who),
        "wish": compared.change_wanted.of(who),
        "view": None if gap is None else likeness(gap),
    }


def counts(compared: list[Comparison], who: Partner) -> Mapping[str, int]:
    """Return how many views about this person are alike, and how near their guesses came."""
    found = count(one.gap.of(who) for one in compared)
    errors = [abs(error) for one in compared if (error := one.guess_error.of(who)) is not None]
    return {
        **{view: found[view] for view in ("alike", "a_little", "different")},
        "exact": errors.count(0),
        "within_one": sum(error <= 1 for error in errors),
        "answered": len(compared) - found["unknown"],
    }
