"""Floor B with a bug planted: a tab that comes second gets no screens. The count has to notice."""

from typing import Any

from benchmarks.floor import ONE_SUBSCRIPTION, Echo, application


class Deaf(Echo):
    """As if a person had one connection only: the first of two in a process at one room."""

    at_room: dict[str, int] = {}

    async def connect(self) -> None:
        await super().connect()
        self.at_room[self.room] = self.at_room.get(self.room, 0) + 1
        self.is_deaf = self.at_room[self.room] > 1

    async def changed(self, hint: dict[str, Any]) -> None:
        if not self.is_deaf:
            await super().changed(hint)


app = application(ONE_SUBSCRIPTION, Deaf)
