"""Floor B with a bug planted: it believes itself subscribed as soon as it has asked. The count has to notice."""

import asyncio
import os

from benchmarks.floor import application
from benchmarks.one_subscription import TOPIC, OneSubscription


class Hasty(OneSubscription):
    """What is sent before the subscription is complete is lost without notice."""

    async def listen(self) -> None:
        if self.listener is None:
            self.listener = asyncio.create_task(self.subscribe_some_day())

    async def subscribe_some_day(self) -> None:
        pubsub = self.redis.pubsub()
        await asyncio.sleep(2)
        await pubsub.subscribe(TOPIC)
        await pubsub.get_message(timeout=10)
        await self.carry(pubsub)


app = application({"BACKEND": "benchmarks.floor_lossy.Hasty", "CONFIG": {"url": os.environ["REDIS_URL"]}})
