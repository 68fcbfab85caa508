"""What one run found: phases with counts, latencies and CPU, and how they are read off the clocks."""

import time
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.measure import Usage, usage
from benchmarks.servers import Served
from benchmarks.tally import Tally


@dataclass
class Phase:
    """One window: the counts, the latencies in ms, and CPU per command in microseconds.

    `further`: screens on the further tabs of the couples.
    """

    couples: int
    sent: int
    delivered: int
    further: int
    faults: list[str]
    seconds: float
    per_second: float
    p50: float
    p99: float
    server_us: float
    store_us: float
    client_cores: float
    other_cores: float


@dataclass
class Idle:
    """What connected couples cost while nobody acts: private memory of the app, cores of it and each database."""

    couples: int
    sockets: int
    opened_seconds: float
    seconds: float
    app_mib: int
    cores: dict[str, float]


@dataclass
class Result:
    """All phases of one subject. `unasked`: what happened although nobody asked for it.

    `app_mib`: private memory of the servers after each minute of a soak.
    """

    name: str
    frames: str
    processes: int
    phases: dict[str, Phase] = field(default_factory=dict)
    kib_per_connection: float | None = None
    frame_bytes: int = 0
    complaints: list[str] = field(default_factory=list)
    idle: Idle | None = None
    unasked: list[str] = field(default_factory=list)
    app_mib: list[float] = field(default_factory=list)

    def faults(self) -> list[str]:
        counted = [f"{name}: {fault}" for name, phase in self.phases.items() for fault in phase.faults]
        return counted + self.unasked + [f"server log: {line}" for line in self.complaints[-5:]]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "faults": self.faults()}


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of all lies at or below: with few samples p99 is simply the worst."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


class Window:
    """The clocks around a phase."""

    def __init__(self, served: Served, stores: Collection[int]) -> None:
        self.served, self.stores = served, stores
        self.started, self.before = time.perf_counter(), self.now()

    def now(self) -> Usage:
        return usage(self.served.pids, self.stores)

    def close(self, couples: int, tally: Tally) -> Phase:
        seconds, used = time.perf_counter() - self.started, self.now() - self.before
        each = 1e6 / max(1, tally.sent)
        return Phase(
            couples=couples,
            sent=tally.sent,
            delivered=tally.delivered,
            further=tally.further,
            faults=tally.faults(),
            seconds=round(seconds, 2),
            per_second=round(tally.delivered / seconds, 1),
            p50=round(quantile(tally.latencies, 0.5) * 1000, 2),
            p99=round(quantile(tally.latencies, 0.99) * 1000, 2),
            server_us=round(used.servers * each),
            store_us=round(used.stores * each),
            client_cores=round(used.client / seconds, 2),
            other_cores=round(used.others / seconds, 2),
        )
