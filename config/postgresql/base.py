"""Django's PostgreSQL backend, with a pool that checks a connection only after it has rested.

A check is a round trip, and each command and screen borrows a connection: under load every one was checked hundreds of
times a second. After a restart of the database those used in the last REST seconds may fail once; sockets then send
again, and the pool replaces them.
"""

from __future__ import annotations

import time
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool

REST: Final = 1.0
_checked: WeakKeyDictionary[Connection[Any], float] = WeakKeyDictionary()


def check(connection: Connection[Any]) -> None:
    """Raise an error if a connection that was not checked for REST seconds is broken; the pool then replaces it."""
    now = time.monotonic()
    if now - _checked.get(connection, -REST) >= REST:
        ConnectionPool.check_connection(connection)
        _checked[connection] = now


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> Any:
        made = super().pool
        if made is not None:
            made._check = check  # Django names its own when it makes the pool, and takes no other
        return made
