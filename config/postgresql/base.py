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
from psycopg import Connection, Error, OperationalError
from psycopg_pool import ConnectionPool, PoolTimeout

from .reasons import reason

SETTINGS: Final = {"default": "DATABASE_URL", "keys": "KEYS_DATABASE_URL"}
REST: Final = 1.0
TRIED: Final = 4.0
"""For so many seconds a pool tries to connect, at most two apart, before it begins anew.

By itself it would wait twice as long each time, for minutes, and stay away as long after its database was back."""
_checked: WeakKeyDictionary[Connection[Any], float] = WeakKeyDictionary()
_away: WeakKeyDictionary[ConnectionPool[Any], Error] = WeakKeyDictionary()


def check(connection: Connection[Any]) -> None:
    """Raise an error if a connection that was not checked for REST seconds is broken; the pool then replaces it."""
    now = time.monotonic()
    if now - _checked.get(connection, -REST) >= REST:
        ConnectionPool.check_connection(connection)
        _checked[connection] = now


class Away(OperationalError):
    """The database can't be reached. The text says why, without an address or a name."""


def watch(pool: ConnectionPool[Any]) -> None:
    """Keep why the pool could not connect the last time, until it can."""
    connect = pool._connect

    def connecting(timeout: float | None = None) -> Connection[Any]:
        try:
            made: Connection[Any] = connect(timeout)
        except Error as trouble:
            _away[pool] = trouble
            raise
        _away.pop(pool, None)
        return made

    pool._connect = connecting  # type: ignore[method-assign]


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> Any:
        made = super().pool
        if made is not None and made._check is not check:
            made._check = check  # Django names its own when it makes the pool, and takes no other
            made.reconnect_timeout = TRIED
            made._reconnect_failed = ConnectionPool.check  # begins anew, also while nobody asks
            watch(made)
        return made

    def get_new_connection(self, conn_params: Any) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except OperationalError as failed:
            trouble = _away.get(self.pool) if isinstance(failed, PoolTimeout) else failed
            if trouble is None:
                raise
            name = SETTINGS.get(self.alias, self.alias)
            raise Away(f"The database of {name} can't be reached: {reason(trouble)}") from trouble

    def state(self, seconds: float) -> str:
        """Return `ok` if the pool of pages lends a connection that works, `busy` if others have all, or `away`."""
        try:
            self.pool.open()
            with self.pool.connection(timeout=0.1 if self.pool in _away else seconds) as lent:
                ConnectionPool.check_connection(lent)
        except PoolTimeout:
            return "away" if self.pool in _away else "busy"
        except Error:
            return "away"
        return "ok"
