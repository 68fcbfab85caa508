"""One open connection: what it asks for, what it is told, and everything it is sent, in order.

Told only that something changed, it looks again for its own viewer and sends what differs. It does not know the
socket: it is given a way to send and a way to close.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation

from exercises.core.text import Phrase, Refused
from exercises.core.text import say as _
from exercises.live.access import SIGNED_OUT, AccessDenied, Caller
from exercises.live.commands import Command
from exercises.live.notify import broadcast
from exercises.live.notify.poll import poller
from exercises.live.screens.partner import ViewerScreen
from exercises.live.screens.rendering import as_html, as_json
from exercises.live.socket import protocol, roles
from exercises.live.socket.diff import Diff, Frame
from exercises.live.socket.protocol import RESTART, STALE, TOO_FAST, TOO_SLOW, DraftTyped
from exercises.live.threads import in_database
from exercises.translate import Reader

MOST_CONNECTIONS: Final = 8
"""So many of one person may be open to one session in this process; more would only slow everybody."""
SECONDS_TO_READ: Final = 10.0
"""How long a client may take to read a frame."""
DATABASE_TROUBLE = (OperationalError, InterfaceError)

Send = Callable[[str], Awaitable[None]]
Close = Callable[[int], Awaitable[None]]


class Connection:
    """`doubted`: since the look began, somebody ended a sign-in or a consent of this person's: look again first.

    `whole`: the JSON protocol, not the HTML one. `role` and `place` are known once it has entered.
    """

    joined = arrived = open = stale = False
    role: roles.Role
    timer: asyncio.TimerHandle | None = None
    fingerprint: object = ()

    def __init__(
        self, channel: str, send: Send, close: Close, caller: Caller, language: str, whole: bool
    ) -> None:
        self.channel, self.send, self.close = channel, send, close
        self.caller, self.person, self.session_key = caller, caller.user_id, caller.session_key or ""
        self.language = language
        self.diff = Diff(whole)
        self.busy = asyncio.Lock()

    async def enter(self, stream: UUID) -> None:
        """Listen first, look second: nothing can happen unnoticed in between."""
        self.open = True
        render = as_json if self.diff.whole else as_html
        role = await self.ask_database(partial(roles.role_of, stream, self.caller, render, self.language))
        if role is None:
            await self.close_with(RESTART)
            return
        self.role, self.viewpoint = role, role.viewpoint
        if poller.count(self.viewpoint, self.person) >= MOST_CONNECTIONS:
            await self.close_with(TOO_FAST)
            return
        poller.add(self)
        self.joined = await broadcast.join(self.channel, self.viewpoint, self.person)
        if await self.refresh():
            await self.arrive()

    async def end(self) -> None:
        """However it ends, nobody goes on watching for a connection that is gone."""
        self.open = False
        if self.timer:
            self.timer.cancel()
        poller.drop(self)
        if hasattr(self, "viewpoint"):
            await broadcast.leave(self.channel, self.viewpoint, self.person)
        broadcast.forget(self.channel)

    async def arrive(self) -> None:
        news = await self.ask_database(self.role.arrive)
        self.arrived = news is not None
        broadcast.announce_soon(news or ())

    async def poll(self, fingerprint: object) -> None:
        """The slow beat of `watch`: catches what a lost hint did not say."""
        if not self.open:
            return
        if fingerprint is None:
            await self.close_with(SIGNED_OUT)
            return
        if not self.joined:
            self.joined = await broadcast.join(self.channel, self.viewpoint, self.person)
        if not self.arrived:
            await self.arrive()
        if fingerprint != self.fingerprint:
            self.fingerprint = fingerprint
            await self.refresh()

    async def submit(self, command: Command, given_id: str) -> None:
        """Commit, acknowledge, hint: in that order. Raises Refused."""
        async with self.busy:
            self.stale = False
            try:
                changed, screen = await in_database(self.role.submit, command)
            except AccessDenied as close_with:
                await self.close_with(close_with.code)
                return
            except DATABASE_TROUBLE:
                raise Refused("try_again", _("This is not saved yet. It will be tried again.")) from None
            seen = await self.show() if self.stale else screen
            if seen:
                await self.put(self.diff.accepted(given_id, seen.screen))
                await self.after(seen)
        broadcast.announce_soon(changed)

    async def save_draft(self, typed: DraftTyped) -> None:
        if await self.ask_database(partial(self.role.save_draft, typed)):
            await self.put([{"type": "saved", "visit": typed.visit}])

    async def refuse(self, given_id: str, refused: Refused) -> None:
        """Say why, in this person's language; and show where they are now if their screen is no longer true."""
        with translation.override(self.language):
            text: Callable[[Phrase], str] = Reader.for_anybody().text
            fields = {protocol.sendable(name): text(why) for name, why in refused.fields.items()}
            message = text(refused.message)
        await self.put(self.diff.refused(given_id, refused.code, message, fields))
        if refused.code in STALE:
            await self.refresh()

    async def slow_down(self, is_flooded: bool) -> None:
        """Close the connection of who sends without end. Raises Refused for everybody else."""
        if not is_flooded:
            raise Refused("too_fast", _("A little slower, please."))
        await self.close_with(TOO_FAST)

    async def refresh(self) -> bool:
        """Look again, and send what differs."""
        async with self.busy:
            screen = await self.show()
            if screen is None:
                return False
            await self.put(self.diff.screen(screen.screen))
            await self.after(screen)
        return True

    async def show(self) -> ViewerScreen | None:
        """What is seen now. None when the door is shut or the database is away."""
        while True:
            self.stale = False
            screen: ViewerScreen | None = await self.ask_database(self.role.show)
            if screen is None or not self.stale:
                return screen

    async def ask_database(self, call: Any) -> Any:
        """The call's result; None when the door is shut (and then the socket closes) or the database is away."""
        try:
            return await in_database(call)
        except AccessDenied as close_with:
            await self.close_with(close_with.code)
        except DATABASE_TROUBLE:
            self.fingerprint = ()  # the next beat tries again
        return None

    async def after(self, screen: ViewerScreen) -> None:
        """Presence, and a wake-up when time alone will change what is seen."""
        await self.put(self.diff.presence(screen.presence))
        if self.timer:
            self.timer.cancel()
        if self.open and screen.view.changes_at:
            wait = (screen.view.changes_at - timezone.now()).total_seconds() + 0.05
            loop = asyncio.get_running_loop()
            self.timer = loop.call_later(max(wait, 0.05), lambda: asyncio.ensure_future(self.refresh()))

    async def put(self, sent: Sequence[Frame]) -> None:
        for frame in sent:
            if not self.open:
                return
            try:
                async with asyncio.timeout(SECONDS_TO_READ):
                    await self.send(json.dumps(frame, ensure_ascii=False))
            except TimeoutError:
                await self.close_with(TOO_SLOW)
            except OSError:
                self.open = False  # gone without a word; the server will say so in a moment

    async def close_with(self, code: int) -> None:
        if self.open:
            self.open = False
            await self.close(code)
