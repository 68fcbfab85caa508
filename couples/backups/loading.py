"""Puts backups back, into empty databases. Everything is looked at before anything is changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from django.core.management import call_command
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from couples.backups import stores
from couples.backups.manifest import CannotCopy, Manifest, read, sha256_of
from couples.backups.rows import in_database

TRIES: Final = 10
PAUSE: Final = 0.2


@dataclass(frozen=True)
class Backup:
    """A backup that may be loaded here."""

    folder: Path
    manifest: Manifest

    @property
    def database(self) -> str:
        return self.manifest.database

    @property
    def store(self) -> ModuleType:
        return stores.store_of(self.database)

    @property
    def connection(self) -> BaseDatabaseWrapper:
        return stores.connection_of(self.database)

    @property
    def file(self) -> Path:
        return self.folder / self.manifest.file

    def __str__(self) -> str:
        return f"{self.database}, of {self.manifest.made_at[:16].replace('T', ' ')} UTC"


def backups(folders: Sequence[Path], is_unsigned_accepted: bool) -> list[Backup]:
    """Return what is in these folders. Raises CannotCopy for what is damaged, not ours, or not for this place."""
    found = [Backup(folder, read(folder)) for folder in folders]
    if len({one.database for one in found}) < len(found):
        raise CannotCopy(f"Both are backups of {found[0].database}: give one of main and one of keys.")
    for one in found:
        _require_known(one)
        if not is_unsigned_accepted and not one.manifest.is_our_own():
            raise CannotCopy(
                f"{one.folder} was not made with any of MASTER_KEYS, or was changed since. "
                "If you are sure that it is your own, add --unsigned."
            )
        if sha256_of(one.file) != one.manifest.sha256:
            raise CannotCopy(f"{one.file} is damaged: it is not as it was written.")
    return found


def _require_known(one: Backup) -> None:
    manifest = one.manifest
    if manifest.database not in stores.ALIASES or Path(manifest.file).name != manifest.file:
        raise CannotCopy(f"{one.folder} is not a backup of a database of Counterpoint.")
    if manifest.store != one.store.STORE:
        raise CannotCopy(
            f"{one.folder} is of {manifest.store}, and the database {one.database} here is {one.store.STORE}."
        )
    if newer := sorted(set(manifest.migrations) - stores.known()):
        raise CannotCopy(
            f"{one.folder} was made by a newer version, {manifest.version}, "
            f"which knows {newer[0]}; this is {stores.version()}. Install that one first."
        )
    if not one.file.is_file():
        raise CannotCopy(f"{one.file} is missing.")


def require_empty(found: Sequence[Backup]) -> None:
    """Raise CannotCopy if one of the databases has tables."""
    for one in found:
        one.store.prepare(one.connection)
        if tables := in_database(one.connection):
            raise CannotCopy(
                f"The database {one.database} is not empty: {len(tables)} tables, {sum(tables.values())} rows. "
                "With --replace everything in it is deleted first."
            )


def require_both(found: Sequence[Backup]) -> None:
    """Raise CannotCopy if the database that is not loaded has no tables: one is of no use without the other."""
    for database in stores.ALIASES.keys() - {one.database for one in found}:
        if not in_database(stores.connection_of(database)):
            raise CannotCopy(f"The database {database} is empty here: give a backup of it, too.")


def load(one: Backup) -> None:
    """Load a backup, look whether all of it is there, and bring its tables to this version."""
    try:
        one.store.prepare(one.connection)
        one.store.load(one.connection, one.file)
        if in_database(one.connection) != one.manifest.rows:
            raise CannotCopy(f"Not all rows of {one.folder} are there now: do not serve from this database.")
    except DatabaseError as error:
        raise CannotCopy(f"{one.folder} can't be loaded: {str(error).splitlines()[0]}.") from None
    if set(stores.known()) - set(one.manifest.migrations):
        call_command("migrate", database=one.connection.alias, verbosity=0)


def others(found: Sequence[Backup]) -> int:
    """Return how many connections others have to these databases. Whoever was just stopped has a moment to be gone."""
    number = 0
    for _again in range(TRIES):
        number = sum(one.store.others(one.connection) for one in found)
        if not number:
            break
        time.sleep(PAUSE)
    return number
