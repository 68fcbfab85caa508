"""What the connections of this process ask the database waits here, and is carried out in batches.

A batch runs in a database thread; what arrives meanwhile is the next one. So under load many share one commit, and
without it nobody waits. Looks wait apart, so that no look waits for a commit. So do the commands of the two partners:
whoever had to wait for a command of their partner could tell by the time that something was done.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary

from exercises.core.pair import Partner
from exercises.live import batch
from exercises.live.access import AccessDenied
from exercises.live.batch import Alone, Request, Result, Submission
from exercises.live.database_threads import in_database

log = logging.getLogger(__name__)

MOST: Final = 48
"""Requests of one batch, so that nobody waits long for those of others."""
TURNS: Final = 4
"""Turns of the event loop without a new request, after which a batch begins; when nothing else is to do, some twenty
microseconds each."""


LATE: Final = 0.1
"""Seconds after which the next batch no longer waits for one that is under way."""
MOST_UNDER_WAY: Final = 2
"""Batches of one lane at a time, so that late ones leave a database thread to the others."""
FEW: Final = 8
"""Where a batch of at most so many sessions is late, one of them may be the cause. With more, everything is slow; so
it is when MOST of them were late lately, and what was known before is forgotten."""

Asked = tuple[Request, asyncio.Future[Result]]


@dataclass(frozen=True)
class UnderWay:
    """A batch that has begun: the sessions of its requests, and when, in seconds of this process."""

    streams: Set[UUID]
    began: float


@dataclass
class Lane:
    """Requests that wait for the next batch, in order.

    A batch that is late, as when one session's query takes seconds, holds up only requests of the same sessions, and
    these go into no batch with others, and none waits for them, until one of theirs was in time.
    """

    waiting: list[Asked] = field(default_factory=list)
    _under_way: dict[asyncio.Task[None], UnderWay] = field(default_factory=dict)
    _apart: set[UUID] = field(default_factory=set)
    _running: asyncio.Task[None] | None = None

    async def ask(self, request: Request) -> Result:
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self.waiting.append((request, answer))
        self._go_on()
        return await answer

    def _go_on(self) -> None:
        if self.waiting and (self._running is None or self._running.done()):
            self._running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        """Begin batches until nothing waits, or all that waits has to wait for a late one; that calls again."""
        while self.waiting and len(self._under_way) < MOST_UNDER_WAY:
            await self._gathered()
            taken = self._next()
            if not taken:
                return
            batch = asyncio.create_task(_answer(taken))
            streams = {request.stream for request, _answer in taken}
            self._under_way[batch] = UnderWay(streams, time.monotonic())
            batch.add_done_callback(self._ended)
            if streams <= self._apart:
                continue
            _in_time, late = await asyncio.wait([batch], timeout=LATE)
            if late and len(streams) <= FEW:
                self._apart = streams | (self._apart if len(self._apart) < MOST else set())

    def _ended(self, batch: asyncio.Task[None]) -> None:
        was = self._under_way.pop(batch)
        if time.monotonic() - was.began < LATE:
            self._apart -= was.streams
        self._go_on()

    async def _gathered(self) -> None:
        """Wait while each turn of the event loop brings further requests: what has arrived already shall share."""
        known = turns = 0
        while turns < TURNS and len(self.waiting) < MOST:
            turns = turns + 1 if len(self.waiting) == known else 0
            known = len(self.waiting)
            await asyncio.sleep(0)

    def _next(self) -> list[Asked]:
        """Take the next batch out of those that wait: at most one submission to each stream, none of a late one."""
        taken: list[Asked] = []
        left, late = [], set[UUID]().union(*(one.streams for one in self._under_way.values()))
        streams: set[UUID] = set()
        for one in self.waiting:
            request = one[0]
            is_second = isinstance(request, Submission) and request.stream in streams
            is_full = len(taken) >= MOST or not self._may_share(streams, request.stream)
            if is_second or is_full or request.stream in late:
                left.append(one)
            else:
                taken.append(one)
                streams.add(request.stream)
        self.waiting = left
        return taken

    def _may_share(self, streams: Set[UUID], stream: UUID) -> bool:
        """Whether a request of this stream goes into a batch with these."""
        return stream in streams or not streams or self._apart.isdisjoint({stream, *streams})


async def _answer(taken: Sequence[Asked]) -> None:
    results = await _carried_out([request for request, _answer in taken])
    for (_request, answer), result in zip(taken, results, strict=True):
        if answer.done():
            continue  # whoever asked is gone
        if isinstance(result, Exception):
            answer.set_exception(result)
        else:
            answer.set_result(result)


async def _carried_out(requests: Sequence[Request]) -> Sequence[Result | AccessDenied | Alone]:
    """Return the results. Whatever goes wrong in a batch, each of its requests is then carried out alone."""
    try:
        return await in_database(batch.run, requests)
    except Exception as trouble:
        log.warning("batch_failed", extra={"kind": type(trouble).__name__})
        return [Alone()] * len(requests)


Lanes = dict[Partner | None, Lane]
"""That of looks is None, those of submissions are by partner."""
_lanes: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, Lanes]] = WeakKeyDictionary()


async def carry_out(request: Request) -> Result:
    """Return the result of the request, carried out with others or alone. Raises as `batch.alone`."""
    lanes = _lanes.setdefault(asyncio.get_running_loop(), {})
    lane = lanes.setdefault(request.by if isinstance(request, Submission) else None, Lane())
    try:
        return await lane.ask(request)
    except Alone:
        return await in_database(batch.alone, request)
