"""One open tab. Told only that something changed, it looks again for its own viewer and sends what differs.

It knows neither the socket nor what people say; it is given a way to send and a way to close.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from exercises import desk, hints
from exercises.access import SIGNED_OUT, Caller, Shut
from exercises.database import in_database
from exercises.looking import Glimpse
from exercises.outbox import Frame, Outbox
from exercises.screens import as_html, as_json
from exercises.watch import watch

TOO_SLOW, TOO_FAST, RESTART = 4408, 4429, 1012
MOST_TABS: Final = 8
"""So many tabs of one person may watch one session in this process; more would only slow everybody."""
PATIENCE: Final = 10.0
"""Seconds that a client may take to read a frame."""
DATABASE_TROUBLE = (OperationalError, InterfaceError)

Send = Callable[[str], Awaitable[None]]
Close = Callable[[int], Awaitable[None]]


class Tab:
    """`doubted`: since the look began, somebody ended a sign-in or a consent of this person's: look again first."""

    joined = arrived = open = doubted = False
    desk: desk.Desk
    alarm: asyncio.TimerHandle | None = None
    sign: object = ()

    def __init__(self, channel: str, send: Send, close: Close, caller: Caller, whole: bool) -> None:
        self.channel, self.send, self.close = channel, send, close
        self.caller, self.person, self.session_key = caller, caller.user_id, caller.session_key or ""
        self.outbox = Outbox(whole)
        self.busy = asyncio.Lock()

    async def enter(self, stream: UUID, language: str) -> None:
        """Listen first, look second: nothing can happen unnoticed in between."""
        self.open = True
        render = as_json if self.outbox.whole else as_html
        found = await self.ask_database(partial(desk.desk, stream, self.caller, render, language))
        if found is None:
            await self.shut(RESTART)
            return
        self.desk, self.place = found, found.place
        if watch.tabs(self.place, self.person) >= MOST_TABS:
            await self.shut(TOO_FAST)
            return
        watch.add(self)
        self.joined = await hints.join(self.channel, self.place, self.person)
        if await self.refresh():
            await self.arrive()

    async def end(self) -> None:
        """However it ends, nobody goes on watching for a tab that is gone."""
        self.open = False
        if self.alarm:
            self.alarm.cancel()
        watch.drop(self)
        if hasattr(self, "place"):
            await hints.leave(self.channel, self.place, self.person)
        hints.forget(self.channel)

    async def arrive(self) -> None:
        news = await self.ask_database(self.desk.arrive)
        self.arrived = news is not None
        hints.announce_soon(news or ())

    async def beat(self, sign: object) -> None:
        """The slow beat of `watch`: catches what a lost hint did not say."""
        if not self.open:
            return
        if sign is None:
            await self.shut(SIGNED_OUT)
            return
        if not self.joined:
            self.joined = await hints.join(self.channel, self.place, self.person)
        if not self.arrived:
            await self.arrive()
        if sign != self.sign:
            self.sign = sign
            await self.refresh()

    async def refresh(self) -> bool:
        """Look again, and send what differs."""
        async with self.busy:
            look = await self.look()
            if look is None:
                return False
            await self.put(self.outbox.screen(look.screen))
            await self.after(look)
        return True

    async def look(self) -> Glimpse | None:
        """What is seen now. None when the door is shut or the database is away."""
        while True:
            self.doubted = False
            look: Glimpse | None = await self.ask_database(self.desk.look)
            if look is None or not self.doubted:
                return look

    async def ask_database(self, call: Any) -> Any:
        """The call's result; None when the door is shut (and then the socket closes) or the database is away."""
        try:
            return await in_database(call)
        except Shut as shut:
            await self.shut(shut.code)
        except DATABASE_TROUBLE:
            self.sign = ()  # the next beat tries again
        return None

    async def after(self, look: Glimpse) -> None:
        """Presence, and a wake-up when time alone will change what is seen."""
        await self.put(self.outbox.presence(look.presence))
        if self.alarm:
            self.alarm.cancel()
        if self.open and look.view.changes_at:
            wait = (look.view.changes_at - timezone.now()).total_seconds() + 0.05
            loop = asyncio.get_running_loop()
            self.alarm = loop.call_later(max(wait, 0.05), lambda: asyncio.ensure_future(self.refresh()))

    async def put(self, sent: Sequence[Frame]) -> None:
        for frame in sent:
            if not self.open:
                return
            try:
                async with asyncio.timeout(PATIENCE):
                    await self.send(json.dumps(frame, ensure_ascii=False))
            except TimeoutError:
                await self.shut(TOO_SLOW)
            except OSError:
                self.open = False  # gone without a word; the server will say so in a moment

    async def shut(self, code: int) -> None:
        if self.open:
            self.open = False
            await self.close(code)
