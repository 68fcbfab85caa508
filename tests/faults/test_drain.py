"""A process is asked to end while all are at work: each socket is told so at once, and nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from websockets.exceptions import ConnectionClosed

from exercises.live import start as starting
from exercises.live.database_threads import in_database
from tests.faults import couples, history, load
from tests.long_run import IS_LONG
from tests.servers import ROOT, App

SLUGS = ["see-feel-need-ask", "limit-request-or-agreement"]
TWOS, AT_WORK = (180, 20) if IS_LONG else (20, 3)
TOLD_WITHIN, BACK_WITHIN, MOST_AT_ONCE = (1.0, 10.0, 0.1) if IS_LONG else (5.0, 40.0, 0.25)
GOING = {1001, 1012}
SCRIPT = (ROOT / "static/js/live/socket.js").read_text()
FIRST, LONGEST, SPREAD = (
    int(re.search(rf"{name} = (\d+)", SCRIPT)[1]) / 1000 for name in ("FIRST", "LONGEST", "SPREAD")
)
"""When a browser connects again: what the page's script says, for the page is not asked here."""


@dataclass
class Waiting:
    """A socket on which nobody acts. It comes again as the script of the page does."""

    walker: load.Walker
    session: UUID
    rng: Random
    code: int | None = None
    told: float = 0.0
    tried: list[float] = field(default_factory=list)
    back: float = 0.0

    async def stays(self, all_open: asyncio.Barrier) -> None:
        async with load.connected(self.walker.apps[0], self.session, self.walker.cookie) as socket:
            await socket.recv()
            await all_open.wait()
            try:
                while True:
                    await socket.recv()
            except ConnectionClosed as closed:
                self.told, self.code = time.monotonic(), closed.rcvd.code if closed.rcvd else None
        failures = 1
        while not self.back:
            spread = max(SPREAD if failures == 1 else 0, FIRST * 2**failures)
            await asyncio.sleep(FIRST + self.rng.random() * min(LONGEST, spread))
            await self.tries()
            failures += 1

    async def tries(self) -> None:
        self.tried.append(time.monotonic())
        try:
            async with load.connected(self.walker.apps[0], self.session, self.walker.cookie) as socket:
                await socket.recv()
                self.back = time.monotonic()
        except load.BROKEN:
            pass


@dataclass
class Deploy:
    """The process is asked to end, and another one takes its place."""

    app: App
    waiting: list[Waiting]
    asked: float = 0.0

    async def happens(self) -> None:
        all_open = asyncio.Barrier(len(self.waiting) + 1)
        ended = asyncio.gather(*(one.stays(all_open) for one in self.waiting))
        await all_open.wait()
        self.asked = time.monotonic()
        await asyncio.to_thread(self.app.stop)
        await asyncio.to_thread(self.app.start)
        await ended


def most_at_once(times: list[float]) -> float:
    """The share of these that fall into the busiest tenth of a second."""
    return max(Counter(int(at * 10) for at in times).values()) / len(times)


async def idle_rooms(twos: list[couples.Two]) -> list[Waiting]:
    found = []
    for index, two in enumerate(twos):
        session = await in_database(starting.start_session, two.couple, two.walkers[0].user.pk, SLUGS[0])
        found += [Waiting(walker, session, Random(f"{index}{walker.voice}")) for walker in two.walkers]
    return found


def test_a_process_that_is_asked_to_end_tells_everybody_and_loses_nothing(serving) -> None:
    (app,) = serving(1).apps
    twos = couples.couples(TWOS + AT_WORK, [app], SLUGS, seed=9)
    at_work = twos[TWOS:]

    async def deployed() -> Deploy:
        deploy = Deploy(app, await idle_rooms(twos[:TWOS]))
        await load.walked(at_work, deploy.happens())
        return deploy

    deploy = asyncio.run(deployed())
    told = max(one.told for one in deploy.waiting) - deploy.asked
    back = max(one.back for one in deploy.waiting) - deploy.asked
    share = most_at_once([one.tried[0] for one in deploy.waiting])
    sent = [one for two in at_work for walker in two.walkers for one in walker.sent]
    print(f"\n{len(deploy.waiting)} sockets told within {told:.2f} s, all back {back:.2f} s after; {share:.0%} of the"
          f" first attempts in one tenth of a second; {len(sent)} commands sent")  # fmt: skip
    assert {one.code for one in deploy.waiting} <= GOING
    assert told <= TOLD_WITHIN
    assert back <= BACK_WITHIN
    assert share <= MOST_AT_ONCE
    assert history.problems(sent) == []
    assert sum(one.accepted for one in sent) > AT_WORK
