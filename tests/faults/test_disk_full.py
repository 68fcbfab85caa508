"""The disk under the database is full for a while: nobody is told that something is saved which is not.

On SQLite it is the process that cannot write, on PostgreSQL the server. See `stores` for how a disk is made full.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from exercises.live import start as starting
from tests.faults import couples, history, load, stores
from tests.faults.history import Sent
from tests.long_run import IS_LONG

SLUGS = ["see-feel-need-ask", "limit-request-or-agreement"]
TWOS = 20 if IS_LONG else 2
SECONDS_FULL = 20.0 if IS_LONG else 2.5
TOLD_WITHIN, WELL_AGAIN_WITHIN = (2.0, 5.0) if IS_LONG else (6.0, 10.0)


@dataclass
class Disk:
    """The disk, and since when it has been filled: the last of it is written while commands come."""

    store: stores.Postgres | stores.SQLite
    twos: Sequence[couples.Two]
    since: float = 0.0

    async def is_full_for_a_while(self) -> None:
        async with asyncio.timeout(stores.PATIENCE):
            while sum(one.accepted for one in sent_by(self.twos)) < 5 * TWOS or not marks(sent_by(self.twos)):
                await asyncio.sleep(0.1)
        self.since = time.monotonic()
        await asyncio.to_thread(self.store.fill)
        await asyncio.sleep(SECONDS_FULL)
        async with asyncio.timeout(stores.PATIENCE):
            while not all(two.is_starting or told_in(two) for two in self.twos):
                await asyncio.sleep(0.1)
        await asyncio.to_thread(self.store.free)


def told_in(two: couples.Two) -> list[Sent]:
    """What could not be saved. A couple that is just starting a session, which fails too, has sent nothing."""
    return [one for one in sent_by([two]) if "try_again" in one.answers]


def sent_by(twos: Sequence[couples.Two]) -> list[Sent]:
    return [one for two in twos for walker in two.walkers for one in walker.sent]


def under(processes, twos: Sequence[couples.Two], idle: couples.Two) -> Disk:
    if connection.vendor == "sqlite":
        return Disk(stores.SQLite(processes.apps), twos)
    person = idle.walkers[0].user.pk
    stores.lengthen(starting.start_session(idle.couple, person, SLUGS[0]), person)
    return Disk(stores.Postgres(), twos)


def test_a_full_disk_loses_nothing_and_says_so_at_once(processes) -> None:
    *twos, idle = couples.couples(TWOS + 1, processes.apps, SLUGS, seed=7)
    disk = under(processes, twos, idle)
    try:
        took = asyncio.run(load.walked(twos, disk.is_full_for_a_while(), patience=WELL_AGAIN_WITHIN))
    finally:
        disk.store.free()
    sent = sent_by(twos)
    told = [one for two in twos for one in told_in(two)]
    slowest = max(one.waited(max(one.since, disk.since)) for one in told)
    print(f"\n{connection.vendor}: {len(sent)} sent, {len(told)} told to wait within {slowest:.2f} s at most,"
          f" all well {took:.2f} s after")  # fmt: skip
    assert history.problems(sent) == []
    assert told
    assert all(set(one.answers) - set(history.FOR_NOW) for one in told)
    assert slowest <= TOLD_WITHIN
    assert [walker.closed for two in twos for walker in two.walkers if walker.closed] == []
    no_line_holds_words("".join([*(app.said() for app in processes.apps), disk.store.said()]), sent)


def no_line_holds_words(logs: str, sent: Sequence[Sent]) -> None:
    assert (
        "batch_failed" in logs or connection.vendor == "sqlite"
    )  # whose processes cannot write their logs either
    assert "Exception in ASGI application" not in logs
    assert not [mark for mark in marks(sent) if mark in logs]


def marks(sent: Sequence[Sent]) -> set[str]:
    """What the texts that were sent begin with; each is another number."""
    said = (value for one in sent for value in one.command.fields.values() if isinstance(value, str))
    return {value.partition("»")[0] for value in said if value.startswith("«")}
