"""One open connection: the commands it submits and the frames it is sent, in order.

Notified that something changed, it reads its viewer's screen again and sends what differs. It does not know the
socket: it is given functions to send and to close.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

import orjson
from django.utils import translation

from couples import clock
from exercises.core.text import Phrase, Refused
from exercises.core.text import say as _
from exercises.live import database_threads, outcomes
from exercises.live.access import SIGNED_OUT, AccessDenied, Caller
from exercises.live.database_threads import on_arrival
from exercises.live.decision import Command
from exercises.live.notify import broadcast
from exercises.live.notify.poll import poller
from exercises.live.screens.partner import ViewerScreen
from exercises.live.socket import protocol, roles
from exercises.live.socket.diff import Diff, Frame
from exercises.live.socket.protocol import RESTART, STALE, TOO_FAST, TOO_SLOW, DraftTyped
from exercises.live.socket.steady import at_a_step
from exercises.translate import Reader

MOST_CONNECTIONS: Final = 8
"""Connections of one person to one session in this process; more are closed, to keep the server fast for all."""
SECONDS_TO_READ: Final = 10.0
"""The time a client may take to read the frames of one answer."""
NOT_SAVED_YET: Final = _("This hasn’t been saved yet. It will be sent again automatically.")

T = TypeVar("T")
Send = Callable[[str], Awaitable[None]]
Close = Callable[[int], Awaitable[None]]


class Connection:
    """`stale`: a sign-in or consent ended while the screen was being read, so it must be read again before sending.

    `whole`: the JSON protocol, not the HTML one. `role` and `viewpoint` are set by `enter`.
    """

    open = stale = False
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
        """Join the groups first, then read the screen, so that no change in between is missed."""
        self.open = True
        role = await self.answer(
            on_arrival(roles.role_of, stream, self.caller, self.diff.whole, self.language)
        )
        if role is None:
            await self.close_with(RESTART)
            return
        self.role, self.viewpoint = role, role.viewpoint
        if poller.count(self.viewpoint, self.person) >= MOST_CONNECTIONS:
            await self.close_with(TOO_FAST)
            return
        poller.add(self)
        await broadcast.join(self.channel, self.viewpoint, self.person)
        await self.refresh()

    async def end(self) -> None:
        """Stop the timer, the poll and the broadcasts of this connection."""
        self.open = False
        if self.timer:
            self.timer.cancel()
        poller.drop(self)
        if hasattr(self, "viewpoint"):
            await broadcast.leave(self.channel, self.viewpoint, self.person)

    async def poll(self, fingerprint: object) -> None:
        """Refresh when the fingerprint has changed, for instance because a broadcast was lost."""
        if not self.open:
            return
        if fingerprint is None:
            await self.close_with(SIGNED_OUT)
            return
        if fingerprint != self.fingerprint:
            self.fingerprint = fingerprint
            await self.refresh()

    async def submit(self, command: Command, given_id: str) -> None:
        """Commit, acknowledge, broadcast to all others: in that order. Raises Refused."""
        async with self.busy:
            self.stale = False
            try:
                with outcomes.counted():
                    changed, screen = await self.role.submit(command)
            except AccessDenied as denied:
                await self.close_with(denied.code)
                return
            except database_threads.TROUBLE:
                raise Refused("try_again", NOT_SAVED_YET) from None
            seen = await self.show() if self.stale else screen
            if seen:
                await self.put(self.diff.accepted(given_id, seen.screen))
                await self.after(seen)
        broadcast.announce_soon(changed, but=self.channel)

    async def save_draft(self, typed: DraftTyped) -> None:
        """Keep what was typed, and say so at a step; show it, where its form is gone. Raises Refused."""
        began = asyncio.get_running_loop().time()
        try:
            is_shown = await self.role.save_draft(typed)
        except AccessDenied as denied:
            await self.close_with(denied.code)
        except database_threads.TROUBLE:
            raise Refused("try_again", NOT_SAVED_YET) from None
        else:
            await at_a_step(began, partial(self.put, [{"type": "saved", "visit": typed.visit}]))
            if is_shown:
                await self.refresh()

    async def refuse(self, given_id: str, refused: Refused) -> None:
        """Send the refusal in this person's language, and the screen if theirs is outdated."""
        with translation.override(self.language):
            text: Callable[[Phrase], str] = Reader.for_anybody().text
            fields = {protocol.sendable(name): text(why) for name, why in refused.fields.items()}
            message = text(refused.message)
        await self.put(self.diff.refused(given_id, refused.code, message, fields))
        if refused.code in STALE:
            await self.refresh()

    async def refresh(self) -> None:
        """Read the screen again, and send what differs. Tells the others if this person has come with it."""
        async with self.busy:
            screen = await self.show()
            if screen:
                await self.put(self.diff.screen(screen.screen))
                await self.after(screen)
        broadcast.announce_soon(self.role.news())

    async def show(self) -> ViewerScreen | None:
        """Return the present screen, or None when access is denied or the database is unavailable."""
        while True:
            self.stale = False
            screen = await self.answer(self.role.show())
            if screen is None or not self.stale:
                return screen

    async def answer(self, asked: Awaitable[T]) -> T | None:
        """Return the result. None if access is denied (the socket closes) or the database is unavailable."""
        try:
            return await asked
        except AccessDenied as denied:
            await self.close_with(denied.code)
        except database_threads.TROUBLE:
            self.fingerprint = ()  # the next poll tries again
        return None

    async def after(self, screen: ViewerScreen) -> None:
        """Send the presence, and schedule a refresh for when time alone will change the view."""
        await self.put(self.diff.presence(screen.presence))
        if self.timer:
            self.timer.cancel()
        if self.open and screen.view.changes_at:
            wait = (screen.view.changes_at - clock.now()).total_seconds() + 0.05
            loop = asyncio.get_running_loop()
            self.timer = loop.call_later(max(wait, 0.05), lambda: asyncio.ensure_future(self.refresh()))

    async def put(self, sent: Sequence[Frame]) -> None:
        """Send the frames, in order."""
        if not sent:
            return
        try:
            async with asyncio.timeout(SECONDS_TO_READ):
                for frame in sent:
                    if self.open:  # it may have been closed meanwhile
                        await self.send(orjson.dumps(frame).decode())
        except TimeoutError:
            await self.close_with(TOO_SLOW)
        except OSError:
            self.open = False  # the socket has broken; the server reports it in a moment

    async def close_with(self, code: int) -> None:
        if self.open:
            self.open = False
            await self.close(code)
