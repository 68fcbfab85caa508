"""Everybody connects again at the same time, over and over: the database gets no more connections than are set.

Sockets have those of the database threads; the pool beside them is for pages (`test_database_threads`), and for the
duties of the process.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from exercises.live import start as starting
from exercises.live.database_threads import in_database
from tests.faults import couples, load
from tests.long_run import IS_LONG

NAME = "counted"
TWOS, TIMES = (200, 10) if IS_LONG else (15, 3)
LONGEST_IDLE = 5.0
POOL = settings.DATABASES["default"].get("OPTIONS", {}).get("pool", {})
PATIENCE = 60.0
"""Seconds until a first screen came; a whole crowd comes in one moment."""


async def watched(over: asyncio.Event) -> tuple[Counter[str], float]:
    """How many connections each database had at most, and for how long one rested within a transaction."""
    most, longest = Counter[str](), 0.0
    while not over.is_set():
        rows = await in_database(connections_now)
        for name, number in Counter(name for name, _idle in rows).items():
            most[name] = max(most[name], number)
        longest = max([longest, *(idle for _name, idle in rows)])
        await asyncio.sleep(0.05)
    return most, longest


def connections_now() -> list[tuple[str, float]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname, CASE WHEN state LIKE 'idle in transaction%%'"
            " THEN extract(epoch FROM clock_timestamp() - state_change) ELSE 0 END"
            " FROM pg_stat_activity WHERE application_name = %s",
            [NAME],
        )
        return [(name, float(idle)) for name, idle in cursor.fetchall()]


async def comes_again(walker: load.Walker, session: UUID) -> int:
    """Connect, see the screen, drop the line: so many times. Returns how often it did not go at the first attempt."""
    again = 0
    for _time in range(TIMES):
        until = time.monotonic() + PATIENCE
        while not await sees_a_screen(walker, session):
            assert time.monotonic() < until
            again += 1
    return again


async def sees_a_screen(walker: load.Walker, session: UUID) -> bool:
    with suppress(*load.BROKEN):
        async with load.connected(walker.apps[0], session, walker.cookie) as socket:
            await asyncio.wait_for(socket.recv(), PATIENCE)
            socket.transport.abort()
            return True
    return False


async def test_crowds_that_reconnect_stay_within_the_connections_that_are_set(apps) -> None:
    if connection.vendor == "sqlite":
        return
    (app,) = await asyncio.to_thread(apps, 1, PGAPPNAME=NAME)
    twos = await in_database(couples.couples, TWOS, [app], ["see-feel-need-ask"])
    crowd: list[tuple[load.Walker, Any]] = []
    for two in twos:
        session = await in_database(starting.start_session, two.couple, two.walkers[0].user.pk, two.slugs[0])
        crowd += [(walker, session) for walker in two.walkers]
    over = asyncio.Event()
    watching = asyncio.ensure_future(watched(over))
    began = time.monotonic()
    again = sum(await asyncio.gather(*(comes_again(*one) for one in crowd)))
    took = time.monotonic() - began
    over.set()
    most, longest = await watching
    print(f"\n{len(crowd)} sockets {TIMES} times in {took:.1f} s, {again} further attempts; at most {dict(most)},"
          f" {longest:.2f} s idle in a transaction")  # fmt: skip
    assert most
    assert max(most.values()) <= settings.DB_THREADS + POOL["max_size"]
    assert longest <= LONGEST_IDLE
