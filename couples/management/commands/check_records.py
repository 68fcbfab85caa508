"""Name whatever in the main database was not stored by an act here, or sign one person's rows as they are now."""

from collections.abc import Callable
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DataError

from couples.counseling import check_chains
from couples.facts import acts_later, signing
from couples.keys import rotation
from couples.management import people as find
from couples.privacy import erasure
from couples.security_log import Kind, counts


def people() -> list[str]:
    """Return a line for each person about whom something does not hold."""
    found: list[str] = []
    for some in signing.batches(signing.all_people()):
        found += [f"person {person}: {what}" for person, what in signing.whats_wrong(some).items()]
    return found


CHECKS: Final[list[Callable[[], list[str]]]] = [
    people,
    check_chains.chains,
    check_chains.of_nobody,
    erasure.never_begun,
    acts_later.not_ours,
]
"""Each returns a line for each thing that does not hold."""


def _lines(check: Callable[[], list[str]]) -> list[str]:
    try:
        return check()
    except DataError:  # such as a moment without end, in PostgreSQL
        return [f"{check.__module__}: there is something that cannot be read"]


class Command(BaseCommand):
    help = (
        "Check what decides about people (passwords, factors, roles, memberships, consents), the records of sessions "
        "and ledgers, and the chains of consent and access records, against the keys database. Exit code 1 if "
        "something does not hold. Of a person: MAC (changed by somebody else), version (an older state was put back), "
        "missing (never signed), erasure (nobody here has begun it). Triggers and the like are named, too: "
        "Counterpoint has none. --sign: somebody looked at one person's rows, and they are right as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sign", metavar="EMAIL", help="Sign this person's rows as they are now.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign"]:
            self._sign(options["sign"])
            return
        if unknown := rotation.whats_unknown():  # everything would seem to be changed by somebody else
            raise CommandError(unknown)
        found = [line for check in CHECKS for line in _lines(check)]
        for line in found:
            self.stdout.write(line)
        if found:
            raise SystemExit(1)
        self.stdout.write("Everything holds.")

    def _sign(self, email: str) -> None:
        person = find.with_address(email, is_changed=True)
        signing.sign_anew([person.pk])
        counts.note_by_operator(Kind.RECORDS_SIGNED)
        self.stdout.write("Signed as it is now. What was stored about this person before no longer counts.")
