"""The channel layer of floor B: one Redis subscription per process. Not for the app: no keys, no second chance."""

import asyncio
import json
from collections import defaultdict
from typing import Any
from uuid import uuid4

from channels.layers import BaseChannelLayer
from redis.asyncio import Redis

TOPIC = "floor"


class OneSubscription(BaseChannelLayer):
    """A channel layer whose groups live in the process; Redis only carries (group, message) from one process to all."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.redis = Redis.from_url(url)
        self.queues: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self.groups: dict[str, set[str]] = defaultdict(set)
        self.listener: asyncio.Task[None] | None = None
        self.starting = asyncio.Lock()

    async def listen(self) -> None:
        """Return only when this process is subscribed.

        Without the lock, whoever connects second believes it already is, and what is sent meanwhile is lost:
        seen once as 60 % of all deliveries at a cold start, at perfect latency.
        """
        async with self.starting:
            if self.listener is None:
                pubsub = self.redis.pubsub()
                await pubsub.subscribe(TOPIC)
                confirmed = await pubsub.get_message(timeout=10)
                if not confirmed or confirmed["type"] != "subscribe":
                    raise RuntimeError(f"Not subscribed: {confirmed}")
                self.listener = asyncio.create_task(self.carry(pubsub))

    async def carry(self, pubsub: Any) -> None:
        async for item in pubsub.listen():
            group, message = json.loads(item["data"])
            for channel in self.groups.get(group, ()):
                self.queues[channel].put_nowait(message)

    async def new_channel(self, prefix: str = "specific") -> str:
        await self.listen()
        channel = f"{prefix}!{uuid4().hex}"
        self.queues[channel] = asyncio.Queue()
        return channel

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self.queues[channel].get()

    async def group_add(self, group: str, channel: str) -> None:
        self.groups[group].add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self.groups[group].discard(channel)
        self.queues.pop(channel, None)
        if not self.groups[group]:
            del self.groups[group]

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self.redis.publish(TOPIC, json.dumps([group, message]))
