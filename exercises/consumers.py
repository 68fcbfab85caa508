"""The live connection: commands in, screens out, nothing else. Who may see what, and when, its `tab` finds out."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils import translation

from couples.models import User
from exercises import frames, hints
from exercises.access import SIGNED_OUT, Caller, Shut
from exercises.core.words import Phrase, Refused
from exercises.core.words import say as _
from exercises.database import in_database
from exercises.frames import DraftTyped, Ping
from exercises.live import Command
from exercises.tab import DATABASE_TROUBLE, TOO_FAST, Tab
from exercises.wording import Reader, language_of

HTML, JSON = "counterpoint.html.v1", "counterpoint.json.v1"
BEHIND = ("moved_on", "paused", "over", "not_your_turn")
"""Refusals that tell of a screen which is no longer true."""


class SessionConsumer(AsyncWebsocketConsumer):
    """One socket: hears what a client says, and answers it."""

    tab: Tab | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """As in Channels; and however it ends, the tab ends with it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self.tab:
                await self.tab.end()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As in Channels, without its detour through the shared database thread."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        wanted = self.scope.get("subprotocols") or [JSON]
        protocol = next((each for each in wanted if each in (HTML, JSON)), None)
        stream: UUID = self.scope["url_route"]["kwargs"]["session_id"]
        self.bucket = frames.Bucket()
        self.language = language_of(self.scope)
        await self.accept(protocol if self.scope.get("subprotocols") else None)
        user = self.scope.get("user")
        if protocol is None or not isinstance(user, User):
            await self.close(SIGNED_OUT)
            hints.forget(self.channel_name)
            return
        caller = Caller(user.pk, self.scope["session"].session_key or "", user.password)
        self.tab = Tab(self.channel_name, self.send, self.close, caller, protocol == JSON)
        await self.tab.enter(stream, self.language)

    async def changed(self, _message: dict[str, Any]) -> None:
        if self.tab:
            await self.tab.refresh()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        tab = self.tab
        if not (tab and tab.open):
            return  # sent before they could know that the door is shut
        given_id = frames.said_id(text_data)
        if not self.bucket.take():
            if self.bucket.is_flooded:
                await tab.shut(TOO_FAST)
            else:
                await self.refuse(tab, given_id, Refused("too_fast", _("A little slower, please.")))
            return
        try:
            match frames.read(text_data):
                case Ping():
                    await tab.put([{"type": "pong"}])
                case DraftTyped() as typed:
                    await self.keep(tab, typed)
                case Command() as command:
                    await self.carry_out(tab, command, given_id)
        except Refused as refused:
            await self.refuse(tab, given_id, refused)
            if refused.code in BEHIND:
                await tab.refresh()

    async def carry_out(self, tab: Tab, command: Command, given_id: str) -> None:
        """Commit, acknowledge, hint: in that order."""
        async with tab.busy:
            tab.doubted = False
            try:
                done, look = await in_database(tab.desk.submit, command)
            except Shut as shut:
                await tab.shut(shut.code)
                return
            except DATABASE_TROUBLE:
                raise Refused("try_again", _("This is not saved yet. It will be tried again.")) from None
            seen = await tab.look() if tab.doubted else look
            if seen:
                await tab.put(tab.outbox.accepted(given_id, seen.screen))
                await tab.after(seen)
        hints.announce_soon(done.changed)

    async def keep(self, tab: Tab, typed: DraftTyped) -> None:
        if await tab.ask_database(partial(tab.desk.keep, typed)):
            await tab.put([{"type": "saved", "visit": typed.visit}])

    async def refuse(self, tab: Tab, command_id: str, refused: Refused) -> None:
        def words(phrase: Phrase) -> str:
            return Reader.for_anybody().text(phrase)

        with translation.override(self.language):
            fields = {frames.sendable(name): words(why) for name, why in refused.fields.items()}
            await tab.put(tab.outbox.refused(command_id, refused.code, words(refused.message), fields))
