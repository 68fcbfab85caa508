"""One run: start a subject cold, start it again, read latency, throughput, CPU and memory. It judges only counts."""

import asyncio
import gc
import random
import statistics
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from benchmarks.client import Endpoint
from benchmarks.figures import Result, Window
from benchmarks.load import Act, Pair, collect, open_all
from benchmarks.measure import private_kib
from benchmarks.servers import Served


class Subject(Protocol):
    """What can be run: a server, a client for each partner of each pair, and an act to play."""

    name: str
    frames: str
    processes: int

    def serve(self) -> AbstractContextManager[Served]: ...
    def endpoints(self, pair: int, ports: list[int]) -> tuple[Endpoint, Endpoint]: ...
    def act(self) -> Act: ...


@dataclass(frozen=True)
class Plan:
    """How much of everything. A couple acts once in so many seconds (`pace`): lively for two people who read.

    `fresh`: start the servers again after the cold start, so that memory is that of connections alone.
    `connections`: how many each of the two has open, as by tabs.
    """

    cold: int = 200
    few: int = 50
    many: int = 200
    few_pace: float = 5.0
    many_pace: float = 10.0
    steady: float = 10.0
    full: float = 5.0
    at_once: int = 25
    fresh: bool = True
    connections: int = 1

    def with_connections(self, number: int) -> "Plan":
        """The same with so many each. The couples are fewer, so that the sockets stay as many."""
        fewer = {name: max(1, getattr(self, name) // number) for name in ("cold", "few", "many")}
        return replace(self, connections=number, **fewer)


class Run:
    """One subject under one plan. `stores`: the processes of the databases it uses, by name."""

    def __init__(self, subject: Subject, plan: Plan, stores: Mapping[str, int]) -> None:
        self.subject, self.plan, self.stores = subject, plan, stores
        self.result = Result(subject.name, subject.frames, subject.processes)

    async def all(self) -> None:
        with self.subject.serve() as served:
            await self.cold(served)
            if not self.plan.fresh:
                await self.warm(served)
            self.result.complaints += served.complaints()
        if self.plan.fresh:
            with self.subject.serve() as served:
                await self.warm(served)
                self.result.complaints += served.complaints()

    def pairs(self, served: Served, first: int, last: int) -> list[Pair]:
        """Each of the two has so many tabs as planned, on one process and the other in turn."""
        turns = [
            served.ports if number % 2 == 0 else served.ports[::-1] for number in range(self.plan.connections)
        ]
        return [
            Pair([self.subject.endpoints(number, ports) for ports in turns], self.subject.act())
            for number in range(first, last)
        ]

    async def cold(self, served: Served) -> None:
        """Everybody connects at once to processes that have never seen anybody, and acts at once."""
        pairs = self.pairs(served, 0, self.plan.cold)
        window = Window(served, self.stores.values())

        async def arrive(pair: Pair) -> None:
            await pair.open()
            await pair.take_turn(time.perf_counter())

        await asyncio.gather(*map(arrive, pairs))
        self.result.phases["cold"] = window.close(len(pairs), collect(pairs))
        await asyncio.gather(*(pair.close() for pair in pairs))

    async def warm(self, served: Served) -> None:
        """Few couples, more couples (memory is the difference), then few of them as fast as they can."""
        plan = self.plan
        pairs = self.pairs(served, 0, plan.few)
        await self.arrive(pairs)
        await self.steady("few", served, pairs, plan.few_pace)
        before = private_kib(served.pids)
        more = self.pairs(served, plan.few, plan.many)
        await self.arrive(more)
        grown = private_kib(served.pids) - before
        self.result.kib_per_connection = (
            round(grown / (2 * plan.connections * len(more)), 1) if plan.fresh else None
        )
        pairs += more
        await self.steady("many", served, pairs, plan.many_pace)
        await self.flat_out(served, pairs[: plan.few])
        self.result.frame_bytes = int(
            statistics.median(client.bytes for pair in pairs for client in pair.clients)
        )
        await asyncio.gather(*(pair.close() for pair in pairs))

    async def arrive(self, pairs: list[Pair]) -> None:
        """Connect in small groups and act once each, so that caches are warm and connections cost their cost."""
        await open_all(pairs, self.plan.at_once)
        for start in range(0, len(pairs), self.plan.at_once):
            group = pairs[start : start + self.plan.at_once]
            await asyncio.gather(*(pair.take_turn(time.perf_counter()) for pair in group))
        await asyncio.sleep(0.5)
        faults = collect(pairs).faults()
        if faults:
            raise RuntimeError(f"{self.subject.name} did not warm up: {faults}")

    async def steady(self, name: str, served: Served, pairs: list[Pair], every: float) -> None:
        gc.collect()
        window, now = Window(served, self.stores.values()), time.perf_counter()
        phases = random.Random(1)
        end = now + self.plan.steady
        await asyncio.gather(*(pair.at_rate(now + phases.random() * every, every, end) for pair in pairs))
        await asyncio.sleep(0.2)
        self.result.phases[name] = window.close(len(pairs), collect(pairs))

    async def flat_out(self, served: Served, pairs: list[Pair]) -> None:
        gc.collect()
        window = Window(served, self.stores.values())
        end = time.perf_counter() + self.plan.full
        await asyncio.gather(*(pair.flat_out(end) for pair in pairs))
        self.result.phases["max"] = window.close(len(pairs), collect(pairs))
