"""Faults under load: processes end as by a power cut and come back, Redis dies or stops answering."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random

from tests.faults.stores import Postgres
from tests.servers import App, Process


async def kills(apps: Sequence[App], times: int, every: float, redis: Process | None = None) -> None:
    """Kill one process after the other and start it again; Redis once, half way, for as long as one round."""
    for number in range(times):
        await asyncio.sleep(every)
        if redis and number == times // 2:
            await asyncio.to_thread(redis.kill)
        app = apps[number % len(apps)]
        await asyncio.to_thread(app.kill)
        await asyncio.to_thread(app.start)
        if redis and number == times // 2 + 1:
            await asyncio.to_thread(redis.start)
    await asyncio.sleep(every)


async def of_every_kind(
    apps: Sequence[App], redis: Process, postgres: Postgres, each: int, rng: Random
) -> None:
    """Kill processes, Redis and PostgreSQL in random order, and start each again: processes three times as often."""
    order: list[Process | Postgres] = []
    for _round in range(each):
        order += [redis, postgres, *(apps[number % len(apps)] for number in range(3))]
    rng.shuffle(order)
    for victim in order:
        await asyncio.sleep(rng.uniform(0.5, 2.0))
        await asyncio.to_thread(victim.kill)
        await asyncio.sleep(rng.uniform(0.0, 1.0))
        await asyncio.to_thread(victim.start)
