"""While the queries of one session take seconds, all others go on as before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from exercises.live import batches
from exercises.live import start as starting
from exercises.live.database_threads import in_database
from tests.faults import couples, load
from tests.faults.conftest import Serving
from tests.faults.test_sign_in_flood import command_times
from tests.long_run import IS_LONG
from tests.servers import App

SECONDS = 2.0 if IS_LONG else 0.5
SLUG = "see-feel-need-ask"
MANY, FEW = 40, batches.FEW - 1
"""Others: so many, or so few that any batch that is late tells whose it was."""
MOST_OF_FEW = FEW // 2 + 1
"""On a loaded machine a batch is late for no reason of its own, and then some share a batch with the slow one again."""
MOST_P99 = 0.1
LEARNED, EACH, ROUNDS, PATIENCE = 3, 4, 3, 10.0
"""So many queries are slow before one is held, for each lane, that of commands and that of looks, learns it once; it is
held until most of the others have so many answers, or so many seconds have passed."""


@dataclass
class Asking:
    """One of each couple pauses and resumes until it is over, from when `all_are_here`: connecting is not measured.
    `took`: seconds of each, those of the slow one first."""

    held: Path
    all_are_here: asyncio.Barrier
    over: asyncio.Future[None]
    took: list[list[float]] = field(default_factory=list)

    @property
    def answers(self) -> list[int]:
        return [len(one) for one in self.took]

    async def start(self, two: couples.Two, session: UUID) -> None:
        alex, took = two.walkers[0], list[float]()
        self.took.append(took)
        async with load.connected(alex.apps[0], session, alex.cookie) as socket:
            await self.all_are_here.wait()
            await command_times(socket, self.over, took)


@asynccontextmanager
async def asking(serving: Serving, others: int, held: Path) -> AsyncIterator[Asking]:
    apps: list[App] = []
    twos = await in_database(couples.couples, 1 + others, apps, [SLUG])
    sessions = [
        await in_database(starting.start_session, two.couple, two.walkers[0].user.pk, SLUG, is_due=True)
        for two in twos
    ]
    plant = {"SLOW": str(sessions[0]), "SECONDS": str(SECONDS), "HELD": str(held)}
    apps += (await asyncio.to_thread(serving, 1, "tests.faults.slow_asgi:application", **plant)).apps
    found = Asking(held, asyncio.Barrier(len(twos) + 1), asyncio.get_running_loop().create_future())
    all_ask = [asyncio.ensure_future(found.start(*one)) for one in zip(twos, sessions, strict=True)]
    async with asyncio.timeout(PATIENCE):
        await found.all_are_here.wait()
    yield found
    found.over.set_result(None)
    await asyncio.gather(*all_ask)


async def becomes_true(condition: Callable[[], bool], patience: float = 3 * PATIENCE) -> None:
    async with asyncio.timeout(patience):
        while not condition():
            await asyncio.sleep(0.02)


async def who_goes_on(all_ask: Asking) -> int:
    """How many of the others are answered again and again during one query of the slow one."""
    waits = all_ask.held.with_suffix(".waits")
    all_ask.held.touch()
    try:
        await becomes_true(waits.exists)
        before = all_ask.answers

        def they() -> int:
            return sum(now >= was + EACH for now, was in list(zip(all_ask.answers, before, strict=True))[1:])

        with suppress(TimeoutError):
            await becomes_true(lambda: they() >= MOST_OF_FEW, PATIENCE)
        assert all_ask.answers[0] == before[0]
        return they()
    finally:
        all_ask.held.unlink()
        waits.unlink(missing_ok=True)


async def test_others_go_on_while_a_query_of_one_session_hangs(serving, tmp_path) -> None:
    """However long it takes the machine: what is asked is who gets answers before the query ends."""
    went_on: list[int] = []
    async with asking(serving, FEW, tmp_path / "held") as all_ask:
        while len(went_on) < ROUNDS and max(went_on, default=0) < MOST_OF_FEW:
            enough = all_ask.answers[0] + LEARNED
            await becomes_true(lambda enough=enough: all_ask.answers[0] >= enough)  # type: ignore[misc]
            went_on.append(await who_goes_on(all_ask))
    print(f"\n{went_on} of {FEW} others went on; {all_ask.answers} answers")
    assert min(all_ask.took[0]) >= SECONDS
    assert max(went_on) >= MOST_OF_FEW


@pytest.mark.long
async def test_a_slow_query_of_one_session_delays_no_other(serving, tmp_path) -> None:
    began = time.monotonic()
    async with asking(serving, MANY, tmp_path / "held") as all_ask:
        await asyncio.sleep(10 * SECONDS)
    slowed, everybody = all_ask.took[0], sorted(seconds for one in all_ask.took[1:] for seconds in one)
    p50, p99 = (everybody[int(len(everybody) * share)] for share in (0.5, 0.99))
    late = sum(seconds > SECONDS / 2 for seconds in everybody)
    print(f"\n{len(slowed)} slow of {min(slowed):.2f} s, {len(everybody)} others in {time.monotonic() - began:.1f} s:"
          f" p50 {p50 * 1000:.0f}, p99 {p99 * 1000:.0f} ms, {late} late")  # fmt: skip
    assert min(slowed) >= SECONDS
    assert p50 <= SECONDS / 4
    assert late <= 2 * MANY
    assert len(slowed) > 2
    assert p99 <= MOST_P99
