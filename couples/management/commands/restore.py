"""After an older backup of the main database was put back: erase again who was erased since, and sign what is there."""

from collections.abc import Callable
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples.accounts import factor_secrets
from couples.counseling import check_chains
from couples.facts import signing
from couples.privacy import erasure
from couples.security_log import Kind, counts

ACTS: Final[list[tuple[str, Callable[[], int]]]] = [
    ("erased again", erasure.erase_those_without_key),
    ("people signed anew", signing.sign_everybody),
    ("secrets of factors sealed again", factor_secrets.reencrypt),
    ("chains begun anew", check_chains.start_anew),
]
"""What is done, in this order, with what the number of it is called."""


class Command(BaseCommand):
    help = (
        "Run it once after putting an older backup of the main database back, with the servers stopped. People who "
        "were erased since the backup are erased again, for their data key is gone. Everything else is signed as it "
        "is, so that people can get in. Check first that the backup is your own: this signs whatever is in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="Do not ask again.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"] and input("Sign everything in the main database as it is? [yes/no] ") != "yes":
            raise CommandError("Nothing was signed.")
        for name, act in ACTS:
            done = act()
            self.stdout.write(f"{name}: {done}")
        counts.note_by_operator(Kind.RECORDS_SIGNED)
