"""Floor B with a bug planted: it closes sockets that say nothing for a while. The count has to notice."""

import asyncio

from benchmarks.floor import ONE_SUBSCRIPTION, Echo, application


class Closing(Echo):
    """As if a sign-in of theirs had ended."""

    async def connect(self) -> None:
        await super().connect()
        self.later = asyncio.create_task(self.close_soon())

    async def close_soon(self) -> None:
        await asyncio.sleep(1)
        await self.close()


app = application(ONE_SUBSCRIPTION, Closing)
