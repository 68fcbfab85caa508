"""The database under the processes, which is killed, started again, or finds its disk full. It needs no privileges.

A file that may not grow is as a full disk is: RLIMIT_FSIZE of running processes can be lowered, and raised again, by
whoever owns them. A PostgreSQL is only touched if it was started for tests, by `scripts/postgres.py`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, connections

from benchmarks.measure import family
from config.postgresql.base import DatabaseWrapper
from exercises.live.models import RecordedEvent
from tests.servers import App

OURS = "counterpoint-postgres-"
PATIENCE = 30.0
A_PIECE = 4096
"""Half a page of PostgreSQL. It says that the disk is full when a page could be written in part, and not that the
file is too large."""


class NotOurs(Exception):
    """This PostgreSQL was not started for tests."""


class Postgres:
    """The PostgreSQL that this test runs on, as the processes of this machine that it consists of."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('data_directory'), pg_backend_pid()")
            data, backend = cursor.fetchone()
        self.data = Path(data)
        if OURS not in str(self.data):
            raise NotOurs(
                "This test kills PostgreSQL, and this one is not its own: leave DATABASE_URL unset."
            )
        self.pid = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
        self.command = Path(f"/proc/{self.pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")

    def kill(self) -> None:
        """End all of its processes as a power cut would. After one, no process has the number in its lock files."""
        os.kill(self.pid, signal.SIGSTOP)  # or it would start another one meanwhile
        processes = family(self.pid)
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        wait_until(lambda: not any(is_running(process) for process in processes))
        for lock in (self.data / "postmaster.pid", *self.data.parent.glob(".s.PGSQL.*")):
            lock.unlink()

    def start(self) -> None:
        """Start it again as it was started, and wait until it accepts connections."""
        log = self.data.parent / "log-of-restarts"
        behind = ["sh", "-c", 'log=$1; shift; "$@" >>"$log" 2>&1 &', "sh", log, *self.command]
        subprocess.run(behind, cwd=self.data, check=True, **as_owner(self.data))
        wait_until(accepts_connections, log)
        self.pid = int((self.data / "postmaster.pid").read_text().split()[0])

    def fill(self) -> None:
        """Give the table of events no further page; it has more of them than a file of the log has."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_size(%s)", [RecordedEvent._meta.db_table])
            size = cursor.fetchone()[0]
        connection.close()  # that of the thread which this runs in
        allow(family(self.pid), size + A_PIECE)

    def free(self) -> None:
        allow(family(self.pid), "unlimited")

    def said(self) -> str:
        """What it wrote to its log, statements that failed among it."""
        return (self.data.parent / "log").read_text(errors="replace")


class SQLite:
    """The files of SQLite that processes write."""

    def __init__(self, apps: Sequence[App]) -> None:
        self.apps = apps

    def fill(self) -> None:
        allow([app.running.pid for app in self.apps], 0)

    def free(self) -> None:
        allow([app.running.pid for app in self.apps], "unlimited")

    def said(self) -> str:
        return ""


def lengthen(stream: UUID, person: UUID) -> None:
    """Make the table of events longer than a file of PostgreSQL's log, which may still be written when it is full."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {RecordedEvent._meta.db_table}"
            " (stream_id, sequence, person_id, command_id, body_mac, mac, at, seen_by, events)"
            " SELECT %s, 1000 + i, %s, gen_random_uuid(), '', '', now(), '',"
            " to_json(repeat(md5(i::text), 58)) FROM generate_series(1, 9500) AS i",
            [stream, person],
        )


def forget_connections() -> None:
    """Close what this process has open: it may be broken."""
    for one in connections.all():
        one.close()
        if isinstance(one, DatabaseWrapper):
            one.close_pool()


def accepts_connections() -> bool:
    known = connections["default"].settings_dict
    try:
        psycopg.connect(
            host=known["HOST"], port=known["PORT"], user=known["USER"], dbname="postgres", connect_timeout=1
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def allow(processes: Collection[int], size: int | str) -> None:
    """Let no file of these processes grow beyond so many bytes. Their owner says so: in a container root may not."""
    for process in processes:
        with suppress(FileNotFoundError):
            words = ["prlimit", f"--fsize={size}:", f"--pid={process}"]
            subprocess.run(
                words, check=False, stderr=subprocess.DEVNULL, **as_owner(Path(f"/proc/{process}"))
            )


def as_owner(of: Path) -> dict[str, Any]:
    """What lets a command run as the owner of a file; nothing where that is this user."""
    owner = of.stat()
    return (
        {}
        if owner.st_uid == os.geteuid()
        else {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    )


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(true: Callable[[], bool], log: Path | None = None) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, log.read_text()[-2000:] if log else ""
        time.sleep(0.02)
