"""What the connections of this process ask the database waits here, and is carried out in batches.

A batch runs in a database thread; what arrives meanwhile is the next one. So under load many share one commit, and
without it nobody waits. Looks wait apart, so that no look waits for a commit. So do the commands of the two partners:
whoever had to wait for a command of their partner could tell by the time that something was done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
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


@dataclass
class Lane:
    """Requests that wait for the next batch, in order."""

    waiting: list[tuple[Request, asyncio.Future[Result]]] = field(default_factory=list)
    _running: asyncio.Task[None] | None = None

    async def ask(self, request: Request) -> Result:
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self.waiting.append((request, answer))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        while self.waiting:
            await self._gathered()
            taken = self._next()
            results = await _carried_out([request for request, _answer in taken])
            for (_request, answer), result in zip(taken, results, strict=True):
                if answer.done():
                    continue  # whoever asked is gone
                if isinstance(result, Exception):
                    answer.set_exception(result)
                else:
                    answer.set_result(result)

    async def _gathered(self) -> None:
        """Wait while each turn of the event loop brings further requests: what has arrived already shall share."""
        known = turns = 0
        while turns < TURNS and len(self.waiting) < MOST:
            turns = turns + 1 if len(self.waiting) == known else 0
            known = len(self.waiting)
            await asyncio.sleep(0)

    def _next(self) -> list[tuple[Request, asyncio.Future[Result]]]:
        """Take the next batch out of those that wait: at most one submission to each stream."""
        taken: list[tuple[Request, asyncio.Future[Result]]] = []
        left, streams = [], set()
        for one in self.waiting:
            request = one[0]
            is_second = isinstance(request, Submission) and request.stream in streams
            if is_second or len(taken) >= MOST:
                left.append(one)
            else:
                taken.append(one)
                streams.add(request.stream)
        self.waiting = left
        return taken


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
