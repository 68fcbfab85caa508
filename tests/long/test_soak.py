"""Connected for minutes with little to do: no connection ends by itself, and nothing grows.

For an hour: COUNTERPOINT_SOAK_MINUTES=60 scripts/test-long long. `python -m benchmarks --soak 60` measures how long
answers take, too.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection

from exercises.live import start as starting
from exercises.live.database_threads import in_database
from exercises.live.decision import Command
from tests.faults import couples, load
from tests.faults.history import Sent
from tests.faults.test_reconnecting import NAME, connections_now
from tests.servers import App

MINUTES = float(os.environ.get("COUNTERPOINT_SOAK_MINUTES", "4"))
WARM_UP = MINUTES / 4
TWOS = 200 if MINUTES >= 30 else 50
PACE = 10.0
"""Seconds between what one of each couple does."""
SLUG = "see-feel-need-ask"
MOST_GROWTH, SOME_MIB = 1.05, 4
"""5 %, and as much as one garbage collection more or less."""


@dataclass(frozen=True)
class Reading:
    """What the process holds at one moment."""

    mib: float
    files: int
    connections: int


async def reading(app: App) -> Reading:
    process = Path(f"/proc/{app.running.pid}")
    mib = int(re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text())[1]) / 1024
    held = len(await in_database(connections_now)) if connection.vendor == "postgresql" else 0
    return Reading(mib, len(list((process / "fd").iterdir())), held)


async def uses_it_lightly(walker: load.Walker, session: UUID, acts: bool, over: asyncio.Event) -> None:
    """Stay connected until it is over, and now and then pause and go on. Raises ConnectionClosed if it ends before."""
    async with load.connected(walker.apps[0], session, walker.cookie) as socket:
        walker.session, walker.view = session, {}
        while not over.is_set():
            try:
                async with asyncio.timeout(PACE * walker.rng.uniform(0.5, 1.5)):
                    while True:
                        walker.reads(await socket.recv())
            except TimeoutError:
                offered = [one for one in walker.view["commands"] if one["name"] in ("pause", "resume")]
                if acts and offered:
                    command = Command(uuid4(), offered[0]["name"], offered[0]["visit"], {})
                    walker.sent.append(Sent(session, walker.user.pk, walker.voice, command))
                    await socket.send(json.dumps(load.frame_of(command)))


async def soaked(app: App) -> list[Reading]:
    twos: Sequence[couples.Two] = await in_database(couples.couples, TWOS, [app], [SLUG])
    over, using = asyncio.Event(), []
    for two in twos:
        session = await in_database(starting.start_session, two.couple, two.walkers[0].user.pk, SLUG)
        for walker, acts in zip(two.walkers, (True, False), strict=True):
            using.append(asyncio.ensure_future(uses_it_lightly(walker, session, acts, over)))
    readings: list[Reading] = []
    for _moment in range(12):
        await asyncio.sleep((MINUTES - WARM_UP) * 60 / 12 if readings else WARM_UP * 60)
        readings.append(await reading(app))
        assert not [one for one in using if one.done()], "a connection has ended"
    over.set()
    await asyncio.gather(*using)
    sent = [one for two in twos for one in two.walkers[0].sent]
    assert len(sent) > TWOS
    assert all(one.accepted for one in sent if one.answers)  # the last may be unread
    return readings


def test_nothing_ends_and_nothing_grows(apps) -> None:
    (app,) = apps(1, PGAPPNAME=NAME)
    first, *_between, last = found = asyncio.run(soaked(app))
    print(f"\n{2 * TWOS} sockets for {MINUTES:.0f} minutes: {found}")
    assert last.mib <= first.mib * MOST_GROWTH + SOME_MIB
    assert last.files <= max(one.files for one in found[:3])
    assert last.connections <= max(one.connections for one in found[:3])
