"""Database threads: queries run outside the event loop, so that a slow one does not delay other sockets.

Each thread keeps a connection of its own between calls, outside the pool: however many pages wait for one, no live
session does.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError, connections

P = ParamSpec("P")
T = TypeVar("T")

TROUBLE: Final = (OperationalError, InterfaceError, InternalError)
"""What a database raises that is away, restarts, or cannot write: nothing has happened, and later it will work."""
SECONDS_OF_REST: Final = 1.0
"""A connection that was not used for so long is checked before it is used."""
SECONDS_KEPT: Final = 600.0
"""A connection is replaced after so long, so that the server can free what it holds for it."""


def leave_pool() -> None:
    """Let the connections of this thread be its own, outside the pool."""
    for connection in connections.all():
        known = connection.settings_dict
        options = {name: value for name, value in known["OPTIONS"].items() if name != "pool"}
        connection.settings_dict = {**known, "OPTIONS": options}


_threads: Final = ThreadPoolExecutor(settings.DB_THREADS, "database", initializer=leave_pool)


class _Times(threading.local):
    """When this thread's connections were last used, and when they were opened."""

    used = opened = 0.0


_times: Final = _Times()


async def in_database(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return the call's result, from a database thread."""
    context = copy_context()

    def run() -> T:
        _close_if_stale()
        try:
            return call(*args, **kwargs)
        finally:
            _close_if_broken()
            _times.used = time.monotonic()

    return await asyncio.get_running_loop().run_in_executor(_threads, context.run, run)


_arriving: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]] = WeakKeyDictionary()


async def on_arrival(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return as `in_database`, for what a new socket asks: half of the threads are for who is there already.

    When everybody comes at once, as after a restart, what somebody does would otherwise wait for all who come.
    """
    half = max(1, settings.DB_THREADS // 2)
    turns = _arriving.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(half))
    async with turns:
        return await in_database(call, *args, **kwargs)


def _close_if_stale() -> None:
    now = time.monotonic()
    if now - _times.opened > SECONDS_KEPT:
        connections.close_all()
        _times.opened = now
    elif now - _times.used > SECONDS_OF_REST:
        for connection in connections.all(initialized_only=True):
            if connection.connection is not None and not connection.is_usable():
                connection.close()


def _close_if_broken() -> None:
    """Close connections after an error, or in the middle of a transaction: the next call begins with a whole one."""
    for connection in connections.all(initialized_only=True):
        if connection.errors_occurred or connection.in_atomic_block or not connection.autocommit:
            connection.close()
