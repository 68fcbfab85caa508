"""The live connection: commands in, screens out, nothing else. Refuses to hold any state but what it sent last."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation

from couples.models import User
from exercises import frames, hints, screens
from exercises.access import SIGNED_OUT, Caller, Shut
from exercises.core.words import Phrase, Refused
from exercises.core.words import say as _
from exercises.database import in_database
from exercises.desk import Desk
from exercises.frames import DraftTyped, Ping
from exercises.live import Command
from exercises.looking import Look
from exercises.outbox import Frame, Outbox
from exercises.watch import watch
from exercises.wording import Reader, language_of

HTML, JSON = "counterpoint.html.v1", "counterpoint.json.v1"
TOO_SLOW, TOO_FAST, RESTART = 4408, 4429, 1012
MOST_TABS: Final = 8
"""So many tabs of one person may watch one session in this process; more would only slow everybody."""
PATIENCE: Final = 10.0
"""Seconds that a client may take to read a frame."""
BEHIND: Final = ("moved_on", "paused", "over", "not_your_turn")
"""Refusals that tell of a screen which is no longer true."""
DATABASE_TROUBLE = (OperationalError, InterfaceError)


class SessionConsumer(AsyncWebsocketConsumer):
    """One open tab. Told only that something changed, it looks again for its own viewer."""

    joined = arrived = open = False
    channel = ""
    alarm: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """As in Channels; and however it ends, nobody goes on watching for a tab that is gone."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.open = False
            if self.alarm:
                self.alarm.cancel()
            watch.drop(self)
            if self.joined:
                await hints.leave(self.place, self.channel)
            hints.forget(self.channel)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As in Channels, without its detour through the shared database thread."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        wanted = self.scope.get("subprotocols") or [JSON]
        protocol = next((each for each in wanted if each in (HTML, JSON)), None)
        self.stream: UUID = self.scope["url_route"]["kwargs"]["session_id"]
        self.channel = self.channel_name
        self.outbox = Outbox(whole=protocol == JSON)
        self.bucket = frames.Bucket()
        self.busy = asyncio.Lock()
        self.sign: object = ()
        self.language = language_of(self.scope)
        await self.accept(protocol if self.scope.get("subprotocols") else None)
        user = self.scope.get("user")
        if protocol is None or not isinstance(user, User):
            await self.close(SIGNED_OUT)
            return
        self.person = user.pk
        self.session_key = self.scope["session"].session_key or ""
        caller = Caller(user.pk, self.session_key, user.password)
        render = screens.as_json if self.outbox.whole else screens.as_html
        self.desk = Desk(self.stream, caller, render, self.language)
        await self.enter()

    async def enter(self) -> None:
        """Listen first, look second: nothing can happen unnoticed in between."""
        self.open = True
        seat = await self.ask_database(self.desk.seat)
        if seat is None:
            await self.shut(RESTART)
            return
        self.place = (self.stream, seat.partner)
        self.other: hints.Place = (self.stream, seat.partner.other)
        if watch.tabs(self.place) >= MOST_TABS:
            await self.shut(TOO_FAST)
            return
        watch.add(self)
        self.joined = await hints.join(self.place, self.channel)
        if await self.refresh():
            await self.arrive()

    async def arrive(self) -> None:
        news = await self.ask_database(self.desk.arrive)
        self.arrived = news is not None
        if news:
            hints.announce_soon((self.other,))

    async def changed(self, _message: dict[str, Any]) -> None:
        await self.refresh()

    async def beat(self, sign: object) -> None:
        """The slow beat of `watch`: catches what a lost hint did not say."""
        if not self.open:
            return
        if sign is None:
            await self.shut(SIGNED_OUT)
            return
        if not self.joined:
            self.joined = await hints.join(self.place, self.channel)
        if not self.arrived:
            await self.arrive()
        if sign != self.sign:
            self.sign = sign
            await self.refresh()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self.open:
            return  # sent before they could know that the door is shut
        if not self.bucket.take():
            if self.bucket.is_flooded:
                await self.shut(TOO_FAST)
            else:
                await self.refuse(
                    frames.said_id(text_data), Refused("too_fast", _("A little slower, please."))
                )
            return
        try:
            said = frames.read(text_data)
            match said:
                case Ping():
                    await self.put([{"type": "pong"}])
                case DraftTyped():
                    await self.keep(said)
                case Command():
                    await self.carry_out(said, frames.said_id(text_data))
        except Refused as refused:
            await self.refuse(frames.said_id(text_data), refused)
            if refused.code in BEHIND:
                await self.refresh()

    async def carry_out(self, command: Command, given_id: str) -> None:
        """Commit, acknowledge, hint: in that order."""
        async with self.busy:
            try:
                done, look = await in_database(self.desk.submit, command)
            except Shut as shut:
                await self.shut(shut.code)
                return
            except DATABASE_TROUBLE:
                raise Refused("try_again", _("This is not saved yet. It will be tried again.")) from None
            await self.put(self.outbox.accepted(given_id, look.screen))
            await self.after(look)
        hints.announce_soon(done.changed)

    async def keep(self, typed: DraftTyped) -> None:
        if await self.ask_database(partial(self.desk.keep, typed)):
            await self.put([{"type": "saved", "visit": typed.visit}])

    async def refresh(self) -> bool:
        """Look again, and send what differs."""
        async with self.busy:
            look = await self.ask_database(self.desk.look)
            if look is None:
                return False
            await self.put(self.outbox.screen(look.screen))
            await self.after(look)
        return True

    async def ask_database(self, call: Any) -> Any:
        """The call's result; None when the door is shut (and then the socket closes) or the database is away."""
        try:
            return await in_database(call)
        except Shut as shut:
            await self.shut(shut.code)
        except DATABASE_TROUBLE:
            self.sign = ()  # the next beat tries again
        return None

    async def after(self, look: Look) -> None:
        """Presence, and a wake-up when time alone will change what is seen."""
        await self.put(self.outbox.presence(look.presence))
        if self.alarm:
            self.alarm.cancel()
        if self.open and look.view.changes_at:
            wait = (look.view.changes_at - timezone.now()).total_seconds() + 0.05
            loop = asyncio.get_running_loop()
            self.alarm = loop.call_later(max(wait, 0.05), lambda: asyncio.ensure_future(self.refresh()))

    async def refuse(self, command_id: str, refused: Refused) -> None:
        def words(phrase: Phrase) -> str:
            return Reader.for_anybody().text(phrase)

        with translation.override(self.language):
            fields = {frames.sendable(name): words(why) for name, why in refused.fields.items()}
            await self.put(self.outbox.refused(command_id, refused.code, words(refused.message), fields))

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
