"""The databases under load, as `scripts.with_servers` brings them: their processes, and fresh databases on them.

It refuses servers of another machine, whose CPU it could not read and whose data is none of its business.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier
from redis import Redis

from scripts.with_servers import servers

HERE = {"127.0.0.1", "localhost", "::1"}
NAMES = (f"counterpoint_bench_{os.getpid()}", f"counterpoint_bench_keys_{os.getpid()}")


@dataclass(frozen=True)
class Stores:
    """Addresses for the app, and the process to read the CPU of each from, by name."""

    env: Mapping[str, str]
    pids: dict[str, int]


@contextmanager
def stores() -> Iterator[Stores]:
    """A Redis and two empty PostgreSQL databases, gone afterwards."""
    with servers() as env:
        for name in ("REDIS_URL", "DATABASE_URL"):
            if urlsplit(env[name]).hostname not in HERE:
                raise SystemExit(f"{name} is not on this machine.")
        where = urlsplit(env["DATABASE_URL"])
        with Redis.from_url(env["REDIS_URL"]) as redis:
            redis_pid = int(redis.info("server")["process_id"])
        admin = urlunsplit(where._replace(scheme="postgresql", path="/postgres"))
        with psycopg.connect(admin, autocommit=True) as connection:
            own = [urlunsplit(where._replace(path=f"/{name}")) for name in NAMES]
            for name in NAMES:
                connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
            try:
                urls = {"REDIS_URL": env["REDIS_URL"], "DATABASE_URL": own[0], "KEYS_DATABASE_URL": own[1]}
                yield Stores(urls, {"redis": redis_pid, "postgres": parent(connection.info.backend_pid)})
            finally:
                for name in NAMES:
                    connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def parent(pid: int) -> int:
    """The process that started this one: of a PostgreSQL connection, the server itself."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
