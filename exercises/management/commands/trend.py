"""Prints the individuals chart of one line of values as JSON. `docs/figures.md` describes both formats."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import Any

from django.core.management.base import CommandError

from exercises.core.trend import trend
from exercises.management import figures_file


class Command(figures_file.FiguresCommand):
    help = "Prints the mean, limits and outside values of one line, given as JSON in FILE."
    keys = ("values",)

    def answer(self, found: dict[str, Any]) -> dict[str, Any]:
        return asdict(trend(values_of(found["values"])))


def values_of(found: Any) -> list[float | None]:
    values = figures_file.a_list(found, "values")
    for number, one in enumerate(values):
        if one is not None and (type(one) not in (int, float) or not _is_usable(one)):
            raise CommandError(f"“values” should have numbers or null; number {number} has not.")
    return values


def _is_usable(value: float) -> bool:
    """Return whether it is finite and small enough to calculate with."""
    try:
        return isfinite(value) and abs(value) < 1e100
    except OverflowError:
        return False
