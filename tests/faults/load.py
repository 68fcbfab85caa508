"""Couples who walk sessions over real sockets that break. They resend what was not answered, and forget nothing."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.conf import settings
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from couples.accounts.models import User
from exercises.core.pair import Partner
from exercises.live.access import Caller
from exercises.live.database_threads import in_database
from exercises.live.decision import Command
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from exercises.live.socket.protocol import JSON
from tests import walker
from tests.faults.history import FOR_NOW, Sent
from tests.servers import App

BROKEN = (OSError, WebSocketException, TimeoutError)
SENT_TWICE, DROPPED, LAZY = 0.2, 0.05, 0.05
PATIENCE = 1.5
"""Seconds without an answer until a command is sent again, with the same id."""


class Behind(Exception):
    """Somebody has no answer, or does not see what is true, long after all is quiet."""


DOES_NOT_REPLAY = (AttributeError, AssertionError, KeyError, TypeError, ValueError)


@dataclass
class Phase:
    """First everybody walks; then nobody begins anything new, but all stay connected; then all leave."""

    resting: bool = False
    leaving: bool = False


@dataclass
class Walker:
    """One person at one session after the other, on whichever process answers."""

    user: User
    voice: Partner
    cookie: str
    apps: Sequence[App]
    rng: Random
    sent: list[Sent] = field(default_factory=list)
    waiting: Sent | None = None
    view: dict[str, Any] = field(default_factory=dict)
    revision: int = 0
    awaited: int = 0
    """The screen that holds the effect of the last accepted command, on this connection."""
    dropped: bool = False
    closed: int = 0
    """How many connections that had shown a screen ended without this person's doing."""

    async def walk(self, session: UUID, phase: Phase) -> None:
        """Go on until the session is over; or, once all rest, listen until all leave."""
        self.session, self.view, self.phase, self.revision = session, {}, phase, 0
        while not self._done():
            try:
                await self._converse()
            except BROKEN:
                self.closed += self.revision > 0 and not self.dropped
                await asyncio.sleep(self.rng.uniform(0.02, 0.3))

    def _done(self) -> bool:
        rests = self.phase.leaving if self.phase.resting else bool(self.view.get("over"))
        return rests and self.waiting is None

    async def _converse(self) -> None:
        async with self.connection() as socket:
            self.revision = self.awaited = 0
            self.dropped = False
            if self.waiting:
                await self._send(socket, self.waiting)
            while not self._done():
                try:
                    async with asyncio.timeout(self.rng.uniform(0.1, PATIENCE)):
                        self.reads(await socket.recv())
                except TimeoutError:
                    if self.waiting:
                        await self._send(socket, self.waiting)
                if (
                    self.waiting is None
                    and self.revision >= max(self.awaited, 1)
                    and (command := self._next())
                ):
                    self.waiting = Sent(self.session, self.user.pk, self.voice, command)
                    self.sent.append(self.waiting)
                    await self._send(socket, self.waiting)

    def connection(self) -> AbstractAsyncContextManager[ClientConnection]:
        return connected(self.rng.choice(self.apps), self.session, self.cookie)

    async def _send(self, socket: ClientConnection, one: Sent) -> None:
        text = json.dumps(frame_of(one.command))
        await socket.send(text)
        if self.rng.random() < SENT_TWICE:
            await socket.send(text)
        if self.rng.random() < DROPPED:
            self.dropped = True
            socket.transport.abort()

    def reads(self, message: str | bytes) -> None:
        frame = json.loads(message)
        if frame["type"] == "screen":
            self.view, self.revision = frame["view"], frame["revision"]
        if frame["type"] in ("accepted", "refused"):
            answer = frame.get("code", "accepted")
            self.awaited = max(self.awaited, frame.get("revision", 0))
            for one in reversed(self.sent):
                if str(one.command.id) == frame["id"]:
                    one.answered(answer)
                    break
            if self.waiting and frame["id"] == str(self.waiting.command.id) and answer not in FOR_NOW:
                self.waiting = None

    def _next(self) -> Command | None:
        if self.phase.resting:
            return None
        offers = self.view["commands"]
        room = [one for one in offers if one["name"] in ("resume", "pause", "leave", "pick_up")]
        if self.view["paused"] or self.rng.random() < LAZY:
            offer = self.rng.choice(room) if room else None
        else:
            offer = walker.picked(offers, self.rng)
        if offer is None:
            return None
        mark = f"«{self.rng.randrange(10**12)}»"
        return Command(uuid4(), offer["name"], offer["visit"], walker.filled(offer, self.rng, mark))

    async def is_true(self) -> bool:
        """Is what this person saw last what the database says they see? Nothing is true of what does not replay."""
        try:
            return bool(self.view == await in_database(self._truth))
        except DOES_NOT_REPLAY:
            return False

    def _truth(self) -> Any:
        return partner_screen.show(self.session, Caller(self.user.pk), rendering.as_json).screen


def frame_of(command: Command) -> dict[str, Any]:
    frame = {"type": "command", "id": str(command.id), "visit": command.visit, "name": command.name}
    return frame | {"fields": command.fields}


@asynccontextmanager
async def connected(app: App, session: UUID, cookie: str) -> AsyncIterator[ClientConnection]:
    """A connection that is gone afterwards, also when its closing is cancelled: then nobody else would close it."""
    opened = await connect(
        f"{'wss://localhost' if app.tls else 'ws://127.0.0.1'}:{app.port}/ws/sessions/{session}/",
        ssl=app.tls,
        subprotocols=[Subprotocol(JSON)],
        additional_headers={"Cookie": f"{app.cookie_prefix}{settings.SESSION_COOKIE_NAME}={cookie}"},
        open_timeout=3,
        close_timeout=0.2,
    )
    try:
        async with opened as socket:
            yield socket
    finally:
        opened.transport.abort()


class Walking(Protocol):
    """A couple."""

    walkers: tuple[Walker, Walker]

    async def go_on(self, phase: Phase) -> None: ...


async def walked(twos: Sequence[Walking], trouble: Awaitable[None], patience: float = 10) -> float:
    """All walk while there is trouble; the seconds afterwards until each, still connected, saw what is true."""
    phase = Phase()
    walking = [asyncio.ensure_future(two.go_on(phase)) for two in twos]
    try:
        await trouble
        phase.resting, began = True, time.monotonic()
        everybody = [one for two in twos for one in two.walkers]
        while behind := [one for one in everybody if one.waiting or not await one.is_true()]:
            took = time.monotonic() - began
            if took > patience:
                raise Behind(f"{len(behind)} still wait for an answer or the truth after {took:.1f} s")
            await asyncio.sleep(0.1)
        phase.leaving = True
        await asyncio.gather(*walking)
        return time.monotonic() - began
    finally:
        await _ended(walking)


async def _ended(walking: Sequence[asyncio.Future[None]]) -> None:
    """Cancel who still walks and wait until each has closed its socket, while the loop that closes it still runs."""
    for one in walking:
        one.cancel()
    await asyncio.wait(walking)
