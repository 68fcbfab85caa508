"""A client over a real socket of the real application, signed in. It knows the protocol, not the exercises."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any, Self
from uuid import UUID, uuid4

from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from config.asgi import application
from couples.accounts.models import User
from exercises.live.database_threads import in_database
from exercises.live.socket.protocol import HTML, JSON

Frame = dict[str, Any]
SILENCE = 0.25
PATIENCE = 10.0


def cookie_of(user: User) -> str:
    """A sign-in of its own, as each browser has one."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Socket:
    """Frames in, frames out; `screen` and `presence` are the last ones that came."""

    def __init__(self, session: UUID, cookie: str | None, protocol: str = JSON) -> None:
        self.session, self.cookie, self.protocol = session, cookie, protocol
        self.screen: Frame = {}
        self.presence: str | None = None
        self.seen: list[Frame] = []

    async def open(self) -> Self:
        """Connect, and take the first screen and, if there is one, the presence that comes with it."""
        await self.connect()
        await self.until("screen")
        return self

    async def connect(self) -> Self:
        headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
        if self.cookie:
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={self.cookie}".encode()))
        scope = {"type": "websocket", "path": f"/ws/sessions/{self.session}/", "query_string": b"",
                 "headers": headers, "subprotocols": [self.protocol]}  # fmt: skip
        self.socket = ApplicationCommunicator(application, scope)
        await self.socket.send_input({"type": "websocket.connect"})
        answer = await self.socket.receive_output(PATIENCE)
        assert answer["type"] == "websocket.accept", f"closed with {answer.get('code')}"
        assert answer.get("subprotocol") == self.protocol
        return self

    async def next(self, timeout: float = PATIENCE) -> Frame:
        """The next frame; a closed socket raises AssertionError with its code."""
        sent = await self.socket.receive_output(timeout)
        assert sent["type"] == "websocket.send", f"closed with {sent.get('code')}"
        frame: Frame = json.loads(sent["text"].encode())  # a server could not send what is no UTF-8
        self.seen.append(frame)
        if frame["type"] == "screen":
            self.screen = frame
        if frame["type"] == "presence":
            self.presence = frame["partner"]
        return frame

    async def until(self, type: str) -> Frame:
        while (frame := await self.next())["type"] != type:
            pass
        return frame

    async def closed(self) -> int:
        """The code it is closed with; frames before that are passed over."""
        while (sent := await self.socket.receive_output(PATIENCE))["type"] != "websocket.close":
            pass
        code: int = sent["code"]
        return code

    async def is_silent(self) -> bool:
        return bool(await self.socket.receive_nothing(SILENCE, 0.02))

    async def settle(self) -> list[Frame]:
        """Everything that still comes before it is silent."""
        found = []
        while not await self.is_silent():
            found.append(await self.next())
        return found

    async def say(self, **frame: Any) -> None:
        await self.throw(text=json.dumps(frame))

    async def throw(self, **data: str | bytes) -> None:
        """Send this text or these bytes, whatever they are."""
        await self.socket.send_input({"type": "websocket.receive", **data})

    async def send(self, name: str, id: UUID | None = None, visit: int | None = None, **fields: Any) -> str:
        sent = str(id or uuid4())
        here = self.screen["view"]["visit"] if visit is None else visit
        await self.say(type="command", id=sent, visit=here, name=name, fields=fields)
        return sent

    async def do(self, name: str, id: UUID | None = None, visit: int | None = None, **fields: Any) -> Frame:
        """The answer to this command; if it was accepted, its screen has come too."""
        sent = await self.send(name, id, visit, **fields)
        while (answer := await self.next()).get("id") != sent:
            pass
        if answer["type"] == "accepted" and self.screen["revision"] < answer["revision"]:
            await self.until("screen")
        return answer

    async def leave(self) -> None:
        if self.socket.future.cancelled():
            return
        await self.socket.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.socket.wait(PATIENCE)


class Sockets:
    """Open connections and close them at the end."""

    def __init__(self, session: UUID) -> None:
        self.session = session
        self.ending = AsyncExitStack()

    async def open(self, user: User, protocol: str = JSON, cookie: str | None = None) -> Socket:
        cookie = cookie or await in_database(cookie_of, user)
        socket = await Socket(self.session, cookie, protocol).open()
        self.ending.push_async_callback(socket.leave)
        return socket

    async def both(self, alex: User, blair: User, protocol: str = JSON) -> tuple[Socket, Socket]:
        """Alex's and Blair's connections, with no frames pending."""
        pair = await self.open(alex, protocol), await self.open(blair, protocol)
        await asyncio.gather(*(socket.settle() for socket in pair))
        return pair


__all__ = ["HTML", "JSON", "SILENCE", "Socket", "Sockets", "cookie_of"]
