"""Whether somebody can tell by time, on their own socket, that their partner does something private just now.

python -m benchmarks.timing [SAMPLES]: one process on PostgreSQL, one couple that writes apart. Blair sends something
and times the answer; at every second chance, as a coin falls, Alex does something private at that moment. Prints, for
each pair of the two, how well the times tell one from the other: 0.5 not at all, 1 surely. 5 ms of jitter are added,
as a network would.
"""

import asyncio
import json
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from benchmarks.acts import command
from benchmarks.client import Client
from benchmarks.counterpoint import Counterpoint, Couples, environment
from benchmarks.stores import stores
from benchmarks.tally import Frame
from tests.servers import folder_for

JITTER = 0.005
REST = (0.055, 0.075)  # seconds between two samples: within what the server takes from one person
LETTER = {"see": "We ate at nine", "feel": "Tired", "need": "Rest", "ask": "Would you write to me?"}


class Partner:
    """One socket, and what is awaited on it."""

    def __init__(self, endpoint: Any) -> None:
        self.client = Client(endpoint, self)
        self.awaited: set[str] = set()
        self.answer = asyncio.Event()

    def heard(self, client: Client, frame: Frame, at: float) -> None:
        if frame["type"] in self.awaited:
            self.at = at
            self.answer.set()

    async def ask(self, frame: Frame, *answers: str) -> float:
        """Send it, and return the seconds until one of these answers."""
        self.awaited = set(answers)
        self.answer.clear()
        sent = time.perf_counter()
        await self.client.send(frame)
        async with asyncio.timeout(10):
            await self.answer.wait()
        return self.at - sent


def draft() -> Frame:
    return {"type": "draft", "visit": 2, "name": "hand_in", "fields": {"see": uuid4().hex}}


async def ping(who: Partner) -> float:
    return await who.ask({"type": "ping"}, "pong")


async def types(who: Partner) -> float:
    return await who.ask(draft(), "saved")


async def is_refused(who: Partner) -> float:
    return await who.ask(command("fly", 2, {}), "refused")


async def hands_in_and_takes_back(who: Partner) -> float:
    is_in = any(one["name"] == "take_back" for one in who.client.screen["view"]["commands"])
    name, fields = ("take_back", {}) if is_in else ("hand_in", LETTER)
    return await who.ask(command(name, 2, fields), "accepted", "refused")


PROBES: list[Callable[[Partner], Awaitable[float]]] = [ping, types, is_refused]
ACTS: list[Callable[[Partner], Awaitable[float]]] = [types, hands_in_and_takes_back]


def told_apart(quiet: list[float], busy: list[float]) -> float:
    """The area under the curve of the best threshold (Mann–Whitney), from 0.5 to 1."""
    wins = sum((one > other) + (one == other) / 2 for one in busy for other in quiet)
    area = wins / (len(quiet) * len(busy))
    return max(area, 1 - area)


async def measure(alex: Partner, blair: Partner, samples: int) -> None:
    for act in ACTS:
        for probe in PROBES:
            times: dict[bool, list[float]] = {True: [], False: []}
            for _ in range(samples):
                await asyncio.sleep(random.uniform(*REST))
                is_busy = random.random() < 0.5
                private = asyncio.ensure_future(act(alex)) if is_busy else None
                await asyncio.sleep(0.0005 * is_busy * random.random())
                took = await probe(blair)
                times[is_busy].append(took + random.uniform(0, JITTER))
                if private:
                    await private
            quiet, busy = (1000 * statistics.median(times[key]) for key in (False, True))
            area = told_apart(times[False], times[True])
            print(
                f"{act.__name__:26}{probe.__name__:12}{area:.2f}   median {quiet:.1f} and {busy:.1f} ms",
                flush=True,
            )


async def main(samples: int) -> None:
    with stores() as given, folder_for("bench-data") as data:
        subject = Counterpoint(
            "Counterpoint", "json", 1, Couples(1, "pause", 1, environment(data, given.env))
        )
        with subject.serve() as served:
            alex, blair = map(Partner, subject.endpoints(0, served.ports))
            for who, first in ((alex, "me"), (blair, "you")):
                await who.client.open()
                await who.client.first.wait()
                await who.ask(command("ready", 1, {"together": "writing", "first": first}), "accepted")
            await asyncio.sleep(1)
            await measure(alex, blair, samples)
            for line in served.complaints():
                print(json.dumps(line))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 400))
