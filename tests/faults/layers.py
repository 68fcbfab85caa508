"""Layers over one Redis, each of which stands for a process. To be imported by the tests that need them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from redis.asyncio import Redis

from exercises.live.notify.layer import CHANGED, OneSubscription
from exercises.live.notify.subscription import TOPIC

KEYS = ["11" * 32, "22" * 32]
A_WHILE, PATIENCE = 0.3, 5.0
"""Seconds until nobody was told, and until somebody who should be told was not."""


@dataclass
class Process:
    """A layer, and one channel of it."""

    layer: OneSubscription
    channel: str

    async def is_told(self, within: float = PATIENCE) -> bool:
        try:
            async with asyncio.timeout(within):
                return bool(await self.layer.receive(self.channel) == CHANGED)
        except TimeoutError:
            return False


@pytest.fixture
async def start(redis_url) -> AsyncIterator[Any]:
    """Start a process whose one channel is in the group "room"; wait until it hears the others."""
    redis = Redis.from_url(redis_url)
    number = 0

    async def starting(keys: list[str] = KEYS, is_heard: bool = True) -> Process:
        nonlocal number
        layer = OneSubscription(redis_url, keys)
        process = Process(layer, await layer.new_channel())
        await layer.group_add("room", process.channel)
        number += 1
        while is_heard and (await redis.pubsub_numsub(TOPIC))[0][1] < number:
            await asyncio.sleep(0.01)
        return process

    yield starting
    await redis.aclose()


@pytest.fixture
async def hostile(redis_url) -> AsyncIterator[Redis]:
    redis = Redis.from_url(redis_url)
    yield redis
    await redis.aclose()
