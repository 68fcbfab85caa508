"""The WebSocket endpoint: it chooses the protocol and passes messages to the `Connection`. See `entrance`."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.utils import await_many_dispatch

from couples.ratelimits.token_bucket import TokenBucket
from couples.security_log import Kind, note
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live.access import SIGNED_OUT
from exercises.live.decision import Command
from exercises.live.notify import broadcast
from exercises.live.socket import protocol
from exercises.live.socket.connection import Connection
from exercises.live.socket.protocol import HTML, JSON, DraftTyped, Ping
from exercises.live.socket.steady import at_a_step


class Consumer(AsyncWebsocketConsumer):
    """One socket that is told of changes. The scope is that of `Entrance`."""

    async def end(self) -> None:
        """Leave what was joined. Called once, when the socket has ended."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """As in Channels, but the layer brings only what `broadcast.receive` lets through. Ends with the socket."""
        self.scope, self.base_send = scope, send
        self.channel_name = await broadcast.new_channel()
        try:
            changes = partial(broadcast.receive, self.channel_name)
            await await_many_dispatch([receive, changes], self.dispatch)
        except StopConsumer:
            pass
        finally:
            await self.end()
            broadcast.forget(self.channel_name)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As in Channels, without the call in the shared database thread."""
        await getattr(self, get_handler_name(message))(message)


class SessionConsumer(Consumer):
    """A socket of a session. `connection` is None until a signed-in person has connected."""

    connection: Connection | None = None

    async def end(self) -> None:
        if self.connection:
            await self.connection.end()

    async def connect(self) -> None:
        offered, caller = self.scope["subprotocols"], self.scope["caller"]
        chosen = next((each for each in offered or [JSON] if each in (HTML, JSON)), None)
        self.bucket = TokenBucket(burst=protocol.BURST, per_second=protocol.PER_SECOND)
        await self.accept(chosen if offered else None)
        if chosen is None or caller is None:
            await self.close(self.scope["denied"] or SIGNED_OUT)
            return
        language, is_whole = self.scope["language"], chosen == JSON
        self.connection = Connection(self.channel_name, self.send, self.close, caller, language, is_whole)
        await self.connection.enter(self.scope["session_id"])

    async def changed(self, _message: dict[str, Any]) -> None:
        if self.connection:
            await self.connection.refresh()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        connection = self.connection
        if not (connection and connection.open):
            return  # sent before the client knew that the socket is closed
        frame = protocol.parsed(text_data)
        given_id = protocol.said_id(frame)
        try:
            if not self.bucket.take():
                if self.bucket.is_flooded:
                    note(Kind.LIMIT_FOR_FRAMES)
                    await connection.close_with(protocol.TOO_FAST)
                    return
                raise Refused("too_fast", _("That was a bit fast. Please wait a moment."))
            match protocol.read(frame):
                case Ping():
                    pong = partial(connection.put, [{"type": "pong"}])
                    await at_a_step(asyncio.get_running_loop().time(), pong)
                case DraftTyped() as typed:
                    await connection.save_draft(typed)
                case Command() as command:
                    await connection.submit(command, given_id)
        except Refused as refused:
            await connection.refuse(given_id, refused)
