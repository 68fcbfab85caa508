"""Copies of PostgreSQL, by pg_dump and pg_restore, of one snapshot, while servers write."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient

from couples.backups.manifest import CannotCopy
from couples.backups.rows import Rows, in_database

STORE: Final = "postgresql"
ENDING: Final = "dump"
DEBIAN: Final = Path("/usr/lib/postgresql")
COPY: Final = re.compile(rb"COPY (?:\w+\.)?\"?(\w+)\"? \(.*\) FROM stdin;\n")
END: Final = b"\\.\n"
OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"
)


def dump(connection: BaseDatabaseWrapper, file: Path) -> Rows:
    """Write a copy into this file, and read it whole. Returns what it holds, which is what the snapshot holds."""
    with _snapshot(connection) as snapshot:
        rows = in_database(connection)
        _run("pg_dump", connection, "--format=custom", f"--snapshot={snapshot}", f"--file={file}")
    if rows_of(file) != rows:
        raise CannotCopy(f"{file} does not hold what the database holds.")
    return rows


def rows_of(file: Path) -> Rows:
    """Return how many rows each table of a copy has. Raises CannotCopy if the file is damaged."""
    words = [program("pg_restore"), "--data-only", "--file=-", str(file)]
    rows: Rows = {}
    table = ""
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        for line in reading.stdout:
            if table and line != END:
                rows[table] += 1
            elif table:
                table = ""
            elif begins := COPY.fullmatch(line):
                table = begins[1].decode()
                rows[table] = 0
        said = reading.stderr.read()
    if reading.returncode:
        raise CannotCopy(f"{file} can't be read. {_last_line('pg_restore', said)}")
    return rows


def load(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Put the copy in the place of every table of this database; the new tables come in one transaction."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
    connection.close()
    kept = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    try:
        _run("pg_restore", connection, *kept, last=str(file))
    except CannotCopy as error:
        raise CannotCopy(f"{error} The database holds nothing now.") from None


def prepare(connection: BaseDatabaseWrapper) -> None:
    """Nothing: the database has been made by the operator. It finds out now whether pg_restore is here."""
    program("pg_restore")


def server(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def others(connection: BaseDatabaseWrapper) -> int:
    """Return how many connections others have to this database, but for PostgreSQL's own workers.

    This process lets go of its own first, with those that its pool holds ready.
    """
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    alone = connection.copy()
    alone.settings_dict["OPTIONS"].pop("pool", None)
    with closing(alone), alone.cursor() as cursor:
        cursor.execute(OTHERS)
        return int(cursor.fetchone()[0])


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL: in POSTGRES_BIN, on the path, or the newest of Debian's."""
    if given := os.environ.get("POSTGRES_BIN"):
        return str(Path(given) / name)
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if found := shutil.which(name) or (str(newest[-1]) if newest else ""):
        return found
    raise CannotCopy(
        f"{name} is missing; on Debian type: apt install postgresql-client (or set POSTGRES_BIN)."
    )


@contextmanager
def _snapshot(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """One state of the database, for pg_dump and for what is counted here."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _run(name: str, connection: BaseDatabaseWrapper, *options: str, last: str = "") -> None:
    """Run a program on this database. Its password is in the environment, never on the command line."""
    (_psql, *where), env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    words = [
        program(name),
        "--no-password",
        *options,
        *where[:-1],
        f"--dbname={where[-1]}",
        *([last] if last else []),
    ]
    try:
        ran = subprocess.run(words, env=os.environ | (env or {}), capture_output=True, check=False)
    except OSError as error:
        raise CannotCopy(f"{words[0]} can't be run: {error.strerror}.") from None
    if ran.returncode:
        raise CannotCopy(_last_line(name, ran.stderr))


def _last_line(name: str, said: bytes) -> str:
    """Return what a program complained about: its first error, which the others follow from."""
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line] or lines or [f"{name} was ended"]
    return f"{errors[0].rstrip('.')}."
