"""Prints how often our rules would tell apart people who truly agree, so that every band is computed, not asserted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.core import noise
from exercises.core.trend import FEWEST

HEAD = "noise   not alike   different   couples with a different   not alike of {gaps}   lines with a move"


class Command(BaseCommand):
    help = "Simulates couples who truly agree, and prints how often our words would say otherwise."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="The same seed prints the same figures.")
        parser.add_argument("--pairs", type=int, default=5_000, help="How many couples, and how many lines.")
        parser.add_argument("--areas", type=int, default=8, help="Areas of a check-in; each has two gaps.")
        parser.add_argument("--check-ins", type=int, default=12, help="Check-ins of a line.")
        parser.add_argument(
            "--noise",
            type=float,
            nargs="+",
            default=[0.7, 0.8, 0.9, 1.0],
            help="How much a rating wobbles, in steps.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pairs, areas, check_ins = options["pairs"], options["areas"], options["check_ins"]
        if min(pairs, areas) < 1 or check_ins < FEWEST:
            raise CommandError(f"There have to be couples, areas, and at least {FEWEST} check-ins.")
        if not all(0 <= one <= 6 for one in options["noise"]):
            raise CommandError("Noise is a number of steps from 0 to 6.")
        self.stdout.write(str(noise.__doc__).strip())
        self.stdout.write(
            f"\nSeed {options['seed']}, {pairs} couples, {areas} areas, {check_ins} check-ins.\n"
        )
        self.stdout.write(HEAD.format(gaps=2 * areas))
        for one in options["noise"]:
            found = noise.shares(options["seed"], one, pairs, areas, check_ins)
            self.stdout.write(
                f"{one:5.2f}   {found.not_alike:9.3f}   {found.different:9.3f}   {found.any_different:24.2f}"
                f"   {found.gaps_not_alike:15.1f}   {found.moved:17.3f}"
            )
