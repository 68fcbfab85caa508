"""Many couples who are connected and do nothing, and one in a hundred who acts: what being there costs by itself."""

import asyncio
import gc
import time
from collections.abc import Mapping

from benchmarks.figures import Idle
from benchmarks.load import collect, open_all
from benchmarks.measure import cpu_seconds, private_kib
from benchmarks.run import Plan, Run, Subject
from benchmarks.servers import Served

ACTIVE_SHARE = 0.01


class Scale(Run):
    """One subject with so many couples. Nobody but the active ones may get a screen, and no socket may close."""

    settling = 15.0  # seconds until leases, caches and the database's own housekeeping have calmed down
    idle = 36.0  # seconds: nine polls, and each lease renewed three times

    def __init__(self, subject: Subject, couples: int, connections: int, stores: Mapping[str, int]) -> None:
        super().__init__(subject, Plan(few_pace=5.0, steady=30.0, connections=connections), stores)
        self.couples = couples

    async def all(self) -> None:
        with self.subject.serve() as served:
            started = time.perf_counter()
            pairs = self.pairs(served, 0, self.couples)
            await open_all(pairs, self.plan.at_once)
            opened = time.perf_counter() - started
            await asyncio.sleep(self.settling)
            self.result.idle = await self.watch(served, opened)
            active = pairs[:: round(1 / ACTIVE_SHARE)]
            await self.steady("active", served, active, self.plan.few_pace)
            self.result.unasked += collect(pairs).unasked()
            await asyncio.gather(*(pair.close() for pair in pairs))
            self.result.complaints += served.complaints()

    async def watch(self, served: Served, opened: float) -> Idle:
        """Nobody does anything. Return what that costs, in cores."""
        gc.collect()
        processes = {"app": served.pids, **{name: [pid] for name, pid in self.stores.items()}}
        before, started = {name: cpu_seconds(pids) for name, pids in processes.items()}, time.perf_counter()
        await asyncio.sleep(self.idle)
        seconds = time.perf_counter() - started
        cores = {name: (cpu_seconds(pids) - before[name]) / seconds for name, pids in processes.items()}
        return Idle(
            couples=self.couples,
            sockets=2 * self.plan.connections * self.couples,
            opened_seconds=round(opened, 1),
            seconds=round(seconds, 1),
            app_mib=round(private_kib(served.pids) / 1024),
            cores={name: round(value, 3) for name, value in cores.items()},
        )


def limit(sockets: int) -> float:
    """Seconds after which such a run hangs: connecting takes most of it."""
    return 240.0 + 0.1 * sockets
