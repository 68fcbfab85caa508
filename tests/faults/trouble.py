"""Faults under load: processes end as by a power cut and come back, Redis dies or stops answering."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

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
