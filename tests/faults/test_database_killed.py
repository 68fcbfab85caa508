"""PostgreSQL ends as by a power cut, again and again, and comes back: its sockets stay, and nothing is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

import pytest
from django.db import connection

from tests.faults import couples, history, load, stores, trouble
from tests.faults.history import Sent
from tests.long_run import IS_LONG

SLUGS = ["see-feel-need-ask", "limit-request-or-agreement"]
TWOS, KILLS = (20, 10) if IS_LONG else (4, 2)
AWAY = 1.0
MANY, EACH = 60, 10
TOLD_WITHIN, AGAIN_WITHIN = (1.0, 2.0) if IS_LONG else (6.0, 8.0)


@dataclass
class Restarts:
    """When the database was killed, and when it accepted connections again."""

    postgres: stores.Postgres
    away: list[tuple[float, float]] = field(default_factory=list)

    async def happen(self, twos: Sequence[couples.Two]) -> None:
        for _again in range(KILLS):
            await something_is_saved(twos)
            began = time.monotonic()
            await asyncio.to_thread(self.postgres.kill)
            await asyncio.sleep(AWAY)
            await asyncio.to_thread(self.postgres.start)
            self.away.append((began, time.monotonic()))
        await something_is_saved(twos)


async def something_is_saved(twos: Sequence[couples.Two]) -> None:
    enough = len(accepted(twos)) + 2 * TWOS
    async with asyncio.timeout(stores.PATIENCE):
        while len(accepted(twos)) < enough:
            await asyncio.sleep(0.05)


def sent_by(twos: Sequence[couples.Two]) -> list[Sent]:
    return [one for two in twos for walker in two.walkers for one in walker.sent]


def accepted(twos: Sequence[couples.Two]) -> list[Sent]:
    return [one for one in sent_by(twos) if one.accepted]


@pytest.fixture
def postgres(processes) -> Iterator[stores.Postgres | None]:
    """None on SQLite, which is no server that could be killed apart from the process: `test_durability` does that."""
    if connection.vendor == "sqlite":
        yield None
        return
    server = stores.Postgres()
    yield server
    if not stores.accepts_connections():
        server.start()
    stores.forget_connections()


def test_a_killed_database_closes_no_socket_and_loses_nothing(processes, postgres) -> None:
    if postgres is None:
        assert processes.redis is None
        return
    twos = couples.couples(TWOS, processes.apps, SLUGS, seed=5)
    restarts = Restarts(postgres)
    took = asyncio.run(load.walked(twos, restarts.happen(twos)))
    stores.forget_connections()
    sent = sent_by(twos)
    told = [one for one in sent if "try_again" in one.answers]
    waited = max(first_answer(one, *away) for away in restarts.away for one in told)
    success = [
        min(at - back for one in accepted(twos) for at in one.at if at > back)
        for _began, back in restarts.away
    ]
    print(f"\n{len(sent)} sent, {len(told)} told to send again within {waited:.2f} s, first success"
          f" {max(success):.2f} s after the database was back, all well {took:.2f} s after")  # fmt: skip
    assert history.problems(sent) == []
    assert [walker.closed for two in twos for walker in two.walkers if walker.closed] == []
    assert len(told) >= TWOS * KILLS / 2
    assert [app.port for app in processes.apps if "Exception in ASGI application" in app.said()] == []
    assert waited <= TOLD_WITHIN
    assert max(success) <= AGAIN_WITHIN


@pytest.mark.long
def test_whatever_is_killed_in_whatever_order_nothing_is_lost(processes, postgres) -> None:
    assert postgres, "only PostgreSQL can be killed apart from the process"
    twos = couples.couples(MANY, processes.apps, [*SLUGS, "balance-check-in"], seed=3)
    trouble_of_all = trouble.of_every_kind(processes.apps, processes.redis, postgres, EACH, Random(3))
    took = asyncio.run(load.walked(twos, trouble_of_all, patience=30))
    stores.forget_connections()
    sent = sent_by(twos)
    print(
        f"\n{2 * MANY} sockets, {len(sent)} sent, {len(accepted(twos))} accepted, all well {took:.2f} s after"
    )
    assert history.problems(sent) == []
    assert len(accepted(twos)) > 10 * MANY


def first_answer(one: Sent, began: float, back: float) -> float:
    """Seconds until the first answer while the database was away; 0 for what was not waiting for it."""
    since = max(one.since, began)
    return one.waited(since) if since < back and any(since <= at < back for at in one.at) else 0.0
