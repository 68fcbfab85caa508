"""After an older backup of the main database was put back: erase again who was erased since, and sign what is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from couples.accounts import factor_secrets
from couples.accounts.models import User
from couples.backups import loading
from couples.backups.loading import Backup
from couples.backups.manifest import CannotCopy
from couples.counseling import check_chains
from couples.facts import signing
from couples.keys import data_keys
from couples.keys.router import KEYS
from couples.management import asking
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
OTHERS: Final = "Connections that others have to the databases that will be replaced: {}."


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
        asks = not options["yes"]
        if asks:
            asking.require_terminal()
        try:
            found = self._checked(options["dirs"], options["unsigned"], options["replace"])
            self._require_alone(found, asks)
            for one in found:
                loading.load(one)
                self.stdout.write(f"loaded: {one}")
                if one.database == KEYS:
                    self.stdout.write(f"keys of erased people destroyed: {put_back.destroy_keys_of_erased()}")
        except CannotCopy as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"A database can't be read: {str(error).splitlines()[0]}.") from None
        self._sign(asks)

    def _checked(self, folders: list[Path], unsigned: bool, replace: bool) -> list[Backup]:
        """The backups in these folders, keys last. Nothing has changed yet."""
        if not folders:
            return []
        found = loading.backups(folders, unsigned)
        loading.require_both(found)
        if not replace:
            loading.require_empty(found)
        return sorted(found, key=lambda one: one.database == KEYS)

    def _require_alone(self, found: list[Backup], asks: bool) -> None:
        """Raise CommandError if others use these databases, unless somebody says that they are no servers."""
        number = loading.others(found)
        if number and not asks:
            raise CommandError(f"{OTHERS.format(number)} Stop all servers first; without --yes this asks.")
        if number and not asking.is_yes(f"{OTHERS.format(number)} Are all servers stopped?"):
            raise CommandError("Nothing was changed.")

    def _sign(self, asks: bool) -> None:
        without = put_back.without_key()
        if without and not data_keys.who_have_one():
            raise CommandError(NO_KEYS)
        self.stdout.write(f"People without a data key, who will be erased: {len(without)}")
        for person in without:
            self.stdout.write(f"  {person.pk}{_roles(person)}")
        if asks and not asking.is_yes(_question(without)):
            raise CommandError("Nothing was signed, and nobody was erased.")
        for name, act in ACTS:
            done = act()
            self.stdout.write(f"{name}: {done}")
        counts.note_by_operator(Kind.RECORDS_SIGNED)


def _question(without: list[User]) -> str:
    if not without:
        return "Sign everything in the main database as it is?"
    who = "1 person" if len(without) == 1 else f"{len(without)} people"
    trusted = sum(bool(_roles(person)) for person in without)
    named = f" ({trusted} of them operators or counselors)" if trusted else ""
    return f"Erase {who}{named} for good, and sign everything else in the main database as it is?"


def _roles(person: User) -> str:
    """Return what the account is trusted with, as it is stored; of most people nothing."""
    roles = {"operator": person.is_staff or person.is_superuser, "counselor": person.is_counselor}
    return "".join(f", {name}" for name, has_it in roles.items() if has_it)
