"""How many couples some machines carry: the arithmetic of docs/operators/capacity.md, played through.

python -m benchmarks.carry [--couples N …] [--every SECONDS] [--cores N] [--app-ms MS] [--store-ms MS] [--seconds N]

Couples act at random moments, on average every so many seconds. A command takes CPU first on a core of app processes,
its couple's, then on one of PostgreSQL's; each core does one thing after another. The milliseconds are those that
`make bench` measures, `server_us` and `store_us`. Prints how busy the cores are, and how long a command takes.
"""

import argparse
import random
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Machines:
    """`cores` for app processes, one process each; PostgreSQL has one more."""

    cores: int
    app_ms: float
    store_ms: float


@dataclass(frozen=True)
class Played:
    app: float
    store: float
    p50: float
    p99: float


def arrivals(couples: int, every: float, seconds: float, rng: random.Random) -> list[tuple[float, int]]:
    """When which couple acts, in order: each independently of the others (a Poisson process)."""
    found, at, rate = [], 0.0, couples / every
    while (at := at + rng.expovariate(rate)) < seconds:
        found.append((at, rng.randrange(couples)))
    return found


def play(couples: int, every: float, seconds: float, machines: Machines, rng: random.Random) -> Played:
    """Carry out every command, each core one after another. Service times vary as exponential ones do."""
    free, store_free = [0.0] * machines.cores, 0.0
    app_busy = store_busy = 0.0
    took = []
    for at, couple in arrivals(couples, every, seconds, rng):
        core = couple % machines.cores
        app, store = (rng.expovariate(1000 / ms) for ms in (machines.app_ms, machines.store_ms))
        done = free[core] = max(at, free[core]) + app
        stored = store_free = max(done, store_free) + store
        app_busy, store_busy = app_busy + app, store_busy + store
        took.append(1000 * (stored - at))
    quantiles = statistics.quantiles(took, n=100)
    return Played(app_busy / seconds / machines.cores, store_busy / seconds, quantiles[49], quantiles[98])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.carry")
    parser.add_argument("--couples", type=int, nargs="+", default=[500, 1000, 2000, 3000, 4000, 5000, 8000])
    parser.add_argument("--every", type=float, default=20.0, help="seconds between two acts of a couple")
    parser.add_argument("--cores", type=int, default=1, help="cores for app processes")
    parser.add_argument(
        "--app-ms", type=float, default=3.5, help="CPU of the app for a command and its screens"
    )
    parser.add_argument("--store-ms", type=float, default=0.9, help="CPU of PostgreSQL for it")
    parser.add_argument("--seconds", type=float, default=300.0)
    asked = parser.parse_args()
    machines, rng = Machines(asked.cores, asked.app_ms, asked.store_ms), random.Random(1)
    print("couples  commands/s  app busy  PostgreSQL busy  p50 ms  p99 ms")
    for couples in asked.couples:
        found = play(couples, asked.every, asked.seconds, machines, rng)
        rate, waits = couples / asked.every, f"{found.p50:7.0f}{found.p99:8.0f}"
        print(f"{couples:7}{rate:12.0f}{found.app:10.0%}{found.store:17.0%} {waits}")


if __name__ == "__main__":
    main()
