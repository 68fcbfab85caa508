"""Floor B with a bug planted: it shows everybody a screen that nobody caused. The count has to notice."""

import asyncio

from benchmarks.floor import ONE_SUBSCRIPTION, Echo, application


class Restless(Echo):
    """As if a poll took something for changed that is not."""

    async def connect(self) -> None:
        await super().connect()
        self.later = asyncio.create_task(self.show_again())

    async def show_again(self) -> None:
        await asyncio.sleep(0.5)
        await self.show("")


app = application(ONE_SUBSCRIPTION, Restless)
