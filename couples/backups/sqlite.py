"""Copies of SQLite, by its own online backup: whole and of one moment, while servers write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from couples.backups.manifest import CannotCopy
from couples.backups.rows import Rows, in_tables

STORE: Final = "sqlite"
ENDING: Final = "sqlite3"
TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def dump(connection: BaseDatabaseWrapper, file: Path) -> Rows:
    """Write a copy into this file, which is there and empty. Returns what it holds, read from the copy."""
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    except sqlite3.Error as error:
        raise CannotCopy(f"SQLite could not write {file}: {error}.") from None
    return rows_of(file)


def rows_of(file: Path) -> Rows:
    """Return how many rows each table of a copy has. Raises CannotCopy if the file is damaged."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            found = [str(line[0]) for line in copy.execute("PRAGMA integrity_check")]
            if found != ["ok"]:
                raise CannotCopy(f"{file} is damaged: SQLite says {found[0]}.")
            return in_tables(copy.cursor(), [name for (name,) in copy.execute(TABLES)])
    except sqlite3.Error as error:
        raise CannotCopy(f"{file} can't be read: {error}.") from None


def load(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Put the copy in the place of everything in this database, in one transaction."""
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            copy.backup(connection.connection)
    except sqlite3.Error as error:
        raise CannotCopy(f"SQLite could not load {file}: {error}. Nothing has changed.") from None
    finally:
        connection.close()


def prepare(connection: BaseDatabaseWrapper) -> None:
    """Make the file of the database, for its owner alone, where there is none."""
    Path(connection.settings_dict["NAME"]).touch(mode=0o600)


def server(connection: BaseDatabaseWrapper) -> str:
    return sqlite3.sqlite_version


def others(connection: BaseDatabaseWrapper) -> int:
    """Return how many connections others have: SQLite does not know."""
    return 0
