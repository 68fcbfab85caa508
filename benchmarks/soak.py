"""The same load for many minutes: memory and the slowest answers must stay as they were."""

import asyncio
import statistics
from collections.abc import Mapping

from benchmarks.figures import Result
from benchmarks.measure import private_kib
from benchmarks.run import Plan, Run, Subject

MINUTE = 60.0
SLOWER = 1.5  # times the p99 of the first minutes
SOME_MS = 3.0  # so that a fast machine's noise is no fault
LARGER = 1.1  # times the memory of the first minutes
SOME_MIB = 8.0


class Soak(Run):
    """Fifty couples who each act every second or third second. One phase and one reading of memory for each minute."""

    def __init__(self, subject: Subject, minutes: int, connections: int, stores: Mapping[str, int]) -> None:
        plan = Plan(few_pace=2.5, steady=MINUTE).with_connections(connections)
        super().__init__(subject, plan, stores)
        self.minutes = minutes

    async def all(self) -> None:
        with self.subject.serve() as served:
            pairs = self.pairs(served, 0, self.plan.few)
            await self.arrive(pairs)
            for minute in range(1, self.minutes + 1):
                await self.steady(f"minute {minute}", served, pairs, self.plan.few_pace)
                self.result.app_mib.append(round(private_kib(served.pids) / 1024, 1))
            await asyncio.gather(*(pair.close() for pair in pairs))
            self.result.complaints += served.complaints()
        self.result.unasked += drift(self.result)


def drift(result: Result) -> list[str]:
    """What is worse in the last third of the minutes than in the first, in words; nothing with less than six."""
    slowest, memory = [phase.p99 for phase in result.phases.values()], result.app_mib
    third = len(memory) // 3
    if third < 2:
        return []
    found = []
    for what, values, times, some in (
        ("p99", slowest, SLOWER, SOME_MS),
        ("memory in MiB", memory, LARGER, SOME_MIB),
    ):
        first, last = statistics.median(values[:third]), statistics.median(values[-third:])
        if last > first * times + some:
            found.append(f"{what} has grown from {first:.1f} to {last:.1f}")
    return found


def limit(minutes: int) -> float:
    """Seconds after which such a run hangs."""
    return 120.0 + 1.5 * MINUTE * minutes
