"""Makes a backup of one database: a folder with the copy and its manifest, which has its name once it is whole."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import DatabaseError
from django.utils import timezone

from couples.backups import stores
from couples.backups.manifest import CannotCopy, Manifest, read, sha256_of, write_new
from couples.backups.stores import MAIN
from couples.keys.backups import BACKUP_RETENTION, KEY_BACKUP_RETENTION
from couples.keys.router import KEYS

RETENTION: Final = {MAIN: BACKUP_RETENTION, KEYS: KEY_BACKUP_RETENTION}
NEXT: Final = timedelta(days=1)
"""Until the next backup at the latest: what would be too old by then is too old now."""


def make(database: str, folder: Path) -> Path:
    """Copy this database into a new folder in `folder`. Returns its path. Raises CannotCopy, and leaves nothing."""
    now = timezone.now()
    whole = folder / f"{database}-{now:%Y%m%dT%H%M%SZ}"
    partial = folder / f".{whole.name}.partial"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if whole.exists():
            raise CannotCopy(f"{whole} is there already.")
        partial.mkdir(mode=0o700)
        try:
            _copied(database, partial, now.isoformat()).write(partial)
            _on_disk(partial)
            partial.rename(whole)
            _sync(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise CannotCopy(f"The backup can't be written to {folder}: {error.strerror}.") from None
    except DatabaseError as error:
        raise CannotCopy(f"The database {database} can't be read: {str(error).splitlines()[0]}.") from None
    return whole


def delete_old(database: str, folder: Path) -> int:
    """Delete backups of this database that are older than people are told, and what a killed process left half written.

    Returns how many there were. Anything else in the folder is left alone.
    """
    now = timezone.now()
    earliest = now - RETENTION[database] + NEXT
    half = folder.glob(f".{database}-*Z.partial")
    old = [one for one in half if one.stat().st_mtime < (now - NEXT).timestamp()]
    for one in folder.glob(f"{database}-*Z"):
        try:
            manifest = read(one)
        except CannotCopy:
            continue
        if manifest.database == database and manifest.made_at < earliest.isoformat():
            old.append(one)
    for one in old:
        shutil.rmtree(one)
    return len(old)


def _copied(database: str, folder: Path, made_at: str) -> Manifest:
    """Write the copy, and return its manifest."""
    connection, store = stores.connection_of(database), stores.store_of(database)
    file = folder / f"{database}.{store.ENDING}"
    write_new(file)
    rows = store.dump(connection, file)
    return Manifest(
        database=database,
        store=store.STORE,
        server=store.server(connection),
        made_at=made_at,
        version=stores.version(),
        migrations=stores.applied(database),
        rows=rows,
        file=file.name,
        sha256=sha256_of(file),
    ).signed()


def _on_disk(folder: Path) -> None:
    for file in folder.iterdir():
        _sync(file)
    _sync(folder)


def _sync(path: Path) -> None:
    """Wait until this file or folder is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
