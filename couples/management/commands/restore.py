"""After an older backup of the main database was put back: erase again who was erased since, and sign what is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from couples.accounts import factor_secrets
from couples.backups import loading
from couples.backups.loading import Backup
from couples.backups.manifest import CannotCopy
from couples.counseling import check_chains
from couples.facts import signing
from couples.keys import data_keys
from couples.keys.router import KEYS
from couples.privacy import put_back
from couples.security_log import Kind, counts

ACTS: Final[list[tuple[str, Callable[[], int]]]] = [
    ("erased again", put_back.erase_those_without_key),
    ("people signed anew", signing.sign_everybody),
    ("secrets of factors sealed again", factor_secrets.reencrypt),
    ("chains begun anew", check_chains.start_anew),
]
"""What is done, in this order, with what the number of it is called."""
NO_KEYS: Final = (
    "The database keys holds nobody's key, so this would erase everybody. Put a backup of keys back first."
)


class Command(BaseCommand):
    help = (
        "Put backups back: each DIR is one that `backup` made, of main, of keys, or one of each. Without DIR, run it "
        "once after putting an older backup of the main database back in another way. In both cases with the servers "
        "stopped. People who were erased since the backup are erased again, for their data key is gone. Everything "
        "else is signed as it is, so that people can get in. Check first that the backup is your own: this signs "
        "whatever is in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dirs", type=Path, metavar="DIR", nargs="*")
        parser.add_argument("--yes", action="store_true", help="Do not ask again.")
        parser.add_argument("--replace", action="store_true", help="Delete first what is in the databases.")
        parser.add_argument(
            "--unsigned", action="store_true", help="Accept a backup that our keys did not sign."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for one in self._checked(options["dirs"], options["unsigned"], options["replace"]):
                loading.load(one)
                self.stdout.write(f"loaded: {one}")
                if one.database == KEYS:
                    self.stdout.write(f"keys of erased people destroyed: {put_back.destroy_keys_of_erased()}")
        except CannotCopy as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"A database can't be read: {str(error).splitlines()[0]}.") from None
        self._sign(asks=not options["yes"])

    def _checked(self, folders: list[Path], unsigned: bool, replace: bool) -> list[Backup]:
        """The backups in these folders, keys last. Nothing has changed yet."""
        if not folders:
            return []
        found = loading.backups(folders, unsigned)
        loading.require_both(found)
        if not replace:
            loading.require_empty(found)
        if number := loading.others(found):
            self.stderr.write(f"Others have {number} connections to it: are all servers stopped?")
        return sorted(found, key=lambda one: one.database == KEYS)

    def _sign(self, asks: bool) -> None:
        without = put_back.count_without_key()
        if without and not data_keys.who_have_one():
            raise CommandError(NO_KEYS)
        self.stdout.write(f"People without a data key, who will be erased: {without}")
        if asks and input("Sign everything in the main database as it is? [yes/no] ") != "yes":
            raise CommandError("Nothing was signed.")
        for name, act in ACTS:
            done = act()
            self.stdout.write(f"{name}: {done}")
        counts.note_by_operator(Kind.RECORDS_SIGNED)
