"""Back up the main database, the database `keys`, or both into two folders."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from couples.backups import making
from couples.backups.manifest import CannotCopy
from couples.backups.stores import ALIASES, MAIN
from couples.keys import rotation
from couples.keys.router import KEYS

APART = (
    "The keys open what the main database holds, so their backups are kept apart: give a second folder for the keys, "
    "or say --only main or --only keys."
)
SAME = "Both folders are one, or one is in the other. If you want them together, add --together."


class Command(BaseCommand):
    help = (
        "Write a backup of the main database into DIR and of the keys into KEYS_DIR, beside running servers; "
        "or with --only of one of them into DIR. Each is a folder of its own, with a manifest."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument("keys_dir", type=Path, metavar="KEYS_DIR", nargs="?")
        parser.add_argument("--only", choices=list(ALIASES), help="This database alone.")
        parser.add_argument("--together", action="store_true", help="KEYS_DIR may be DIR.")
        parser.add_argument(
            "--delete-old",
            action="store_true",
            help="Afterwards delete backups there that are older than people are told.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        targets = _targets(options["dir"], options["keys_dir"], options["only"], options["together"])
        _refuse_other_keys()
        for database, folder in targets.items():
            try:
                made = making.make(database, folder)
            except CannotCopy as error:
                raise CommandError(str(error)) from None
            self.stdout.write(f"{database}: {made}")
            if options["delete_old"]:
                self.stdout.write(f"deleted, for they were too old: {making.delete_old(database, folder)}")


def _refuse_other_keys() -> None:
    """Refuse a backup whose manifest would be signed, and its keys be of no use, under another master key."""
    try:
        unknown = rotation.whats_unknown()
    except DatabaseError:
        return  # the keys are away, and the main database may be copied alone
    if unknown:
        raise CommandError(unknown)


def _targets(folder: Path, keys: Path | None, only: str | None, together: bool) -> dict[str, Path]:
    """Return where each database goes."""
    if only and keys is None:
        return {only: folder}
    if only or keys is None:
        raise CommandError(APART)
    one, other = folder.resolve(), keys.resolve()
    if not together and (one.is_relative_to(other) or other.is_relative_to(one)):
        raise CommandError(SAME)
    return {MAIN: folder, KEYS: keys}
