"""Django's PostgreSQL backend, with a pool that checks a connection only after it has rested, or where something came.

A check is a round trip, and each command and screen borrows a connection: under load every one was checked hundreds of
times a second. What a server says that ends, or the end of its connection, can be seen without asking it. Only where
the server's whole machine has gone may one that was used in the last REST seconds fail once; the pool then replaces it.
"""

from __future__ import annotations

import select
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
AWAY: Final = 0.5
"""For so many seconds a page waits for a connection while the last attempt to connect failed."""
_checked: WeakKeyDictionary[Connection[Any], float] = WeakKeyDictionary()
_away: WeakKeyDictionary[ConnectionPool[Any], Error] = WeakKeyDictionary()


def check(connection: Connection[Any]) -> None:
    """Raise an error if a connection is broken that was not checked for REST seconds, or to which something came.

    The pool then replaces it."""
    now = time.monotonic()
    if now - _checked.get(connection, -REST) >= REST or something_came(connection):
        ConnectionPool.check_connection(connection)
        _checked[connection] = now


def something_came(connection: Connection[Any]) -> bool:
    """Return whether the server has said something unasked, as it does when it ends, or has closed the connection."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


class Away(OperationalError):
    """The database can't be reached. The text says why, without an address or a name."""


def watch(pool: ConnectionPool[Any]) -> None:
    """Keep why the pool could not connect the last time, until it can. Until then nobody waits long for it."""
    connect, patience = pool._connect, pool.timeout

    def connecting(timeout: float | None = None) -> Connection[Any]:
        try:
            made: Connection[Any] = connect(timeout)
        except Error as trouble:
            _away[pool], pool.timeout = trouble, min(AWAY, patience)
            raise
        _away.pop(pool, None)
        pool.timeout = patience
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
