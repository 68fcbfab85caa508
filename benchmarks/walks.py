"""A run in which couples walk whole exercises, one after the other of ours, beside each other."""

import asyncio
import gc
from collections.abc import Mapping

from benchmarks.figures import Window
from benchmarks.run import Plan, Run, Subject
from benchmarks.tally import summed
from benchmarks.walk import Walk


class Walks(Run):
    """So many couples walk at once, as fast as they can. The CPU includes that of the comparisons."""

    def __init__(self, subject: Subject, couples: int, stores: Mapping[str, int]) -> None:
        super().__init__(subject, Plan(), stores)
        self.couples = couples

    async def all(self) -> None:
        with self.subject.serve() as served:
            walks = [Walk(self.subject.endpoints(number, served.ports)) for number in range(self.couples)]
            gc.collect()
            window = Window(served, self.stores.values())
            await asyncio.gather(*(walk.to_the_end() for walk in walks))
            self.result.phases["walk"] = window.close(len(walks), summed(walk.tally for walk in walks))
            self.result.complaints += served.complaints()
