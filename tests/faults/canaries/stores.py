"""What lies in the databases, what passes through Redis, what goes into the log. Reads all of it as it is."""

from __future__ import annotations

import io
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any, Final

import redis
from django.core import mail
from django.db import connections

from config.logs import Lines
from couples.accounts import sessions as sealed
from couples.accounts.models import SignIn
from tests import sqlite_files

DATABASES: Final = ("default", "keys")


def columns() -> str:
    """Every column of every row of every table in both databases."""
    found = []
    for name in DATABASES:
        connection = connections[name]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found += [f"{table}: {_as_text(value)}" for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def sessions() -> str:
    """What browsers' sessions hold, as the app reads them: in their column they are packed."""
    return "\n".join(json.dumps(sealed.opened(row), default=str) for row in SignIn.objects.all())


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return value if isinstance(value, str) else json.dumps(value, default=str)


def files() -> str:
    """The very bytes on the disk, with the journal: also what a row held before, or what was deleted."""
    found: list[bytes] = []
    for name in DATABASES:
        connection = connections[name]
        if connection.vendor == "sqlite":
            found.append(sqlite_files.read(connection))
        else:
            found += _files_of_postgres(connection)
    return "\n".join(each.decode("latin-1") for each in found)


def _files_of_postgres(connection: Any) -> list[bytes]:
    """Read by the server itself, wherever it runs: the files of this database, and the newest of the journal."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT 'base/' || oid FROM pg_database WHERE datname = current_database()")
        folder = cursor.fetchone()[0]
        cursor.execute("SELECT pg_ls_dir(%s)", [folder])
        paths = [f"{folder}/{name}" for (name,) in cursor.fetchall()]
        cursor.execute("SELECT 'pg_wal/' || name FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 3")
        paths += [path for (path,) in cursor.fetchall()]
        cursor.execute(
            "SELECT pg_read_binary_file(path, 0, 100000000, true) FROM unnest(%s::text[]) AS path", [paths]
        )
        return [bytes(row[0] or b"") for row in cursor.fetchall()]


def sent_mails() -> str:
    return "\n".join(str(message.message()) + message.subject + message.body for message in mail.outbox)


class Overheard:
    """Everything that anybody says to this Redis, and in the end what it keeps."""

    def __init__(self, port: int) -> None:
        self.port, self.heard = port, bytearray()
        self.line = socket.create_connection(("127.0.0.1", port))
        self.line.sendall(b"MONITOR\r\n")
        self.listening = Thread(target=self._listen, daemon=True)
        self.listening.start()

    def _listen(self) -> None:
        while data := self.line.recv(65536):
            self.heard += data

    def all(self) -> str:
        client = redis.Redis(port=self.port)
        found = [*client.scan_iter(), *client.execute_command("PUBSUB", "CHANNELS")]
        found += [client.dump(key) or b"" for key in client.scan_iter()]
        client.close()
        return "\n".join(part.decode("latin-1") for part in [bytes(self.heard), *found])

    def end(self) -> None:
        self.line.shutdown(socket.SHUT_RDWR)
        self.listening.join()
        self.line.close()


@contextmanager
def listening_to_the_log() -> Iterator[io.StringIO]:
    """Every line of every logger from the most talkative level on, as it is written in production and at home."""
    written, root = io.StringIO(), logging.getLogger()
    loggers = [root, *map(logging.getLogger, logging.root.manager.loggerDict)]
    before, others = [(one, one.level) for one in loggers], root.handlers[:]
    root.handlers = [logging.StreamHandler(written), logging.StreamHandler(written)]
    for handler, as_json in zip(root.handlers, (True, False), strict=True):
        handler.setFormatter(Lines(as_json=as_json))
    for one in loggers:
        one.setLevel(logging.CRITICAL if one.name == "uvicorn.access" else logging.DEBUG)
    try:
        yield written
    finally:
        root.handlers = others
        for one, level in before:
            one.setLevel(level)
