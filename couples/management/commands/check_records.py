"""Name whatever in the main database was not stored by an act here."""

from collections.abc import Callable
from typing import Any, Final

from django.core.management.base import BaseCommand

from couples.counseling import check_chains

CHECKS: Final[list[Callable[[], list[str]]]] = [check_chains.chains]
"""Each returns a line for each thing that does not hold."""


class Command(BaseCommand):
    help = "Check consents and access records against their chains. Exit code 1 if something does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [line for check in CHECKS for line in check()]
        for line in found:
            self.stdout.write(line)
        if found:
            raise SystemExit(1)
        self.stdout.write("Everything holds.")
