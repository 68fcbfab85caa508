"""Prints the individuals chart of one line of values as JSON. `docs/figures.md` describes both formats."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isfinite
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.core.trend import trend
from exercises.management import figures_file


class Command(BaseCommand):
    help = "Prints the mean, limits and outside values of one line, given as JSON in FILE."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="A JSON file; - is standard input.")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        found = figures_file.read(file, ("values",))
        self.stdout.write(json.dumps(asdict(trend(values_of(found["values"])))))


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
