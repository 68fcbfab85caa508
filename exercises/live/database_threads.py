"""Database threads: queries run outside the event loop, so that a slow one does not delay other sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final, ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")

_threads: Final = ThreadPoolExecutor(max_workers=settings.DB_THREADS, thread_name_prefix="database")


async def in_database(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return the call's result, from a thread that releases its database connection afterwards."""
    context = copy_context()

    def run() -> T:
        close_old_connections()
        try:
            return call(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_threads, context.run, run)
