"""Bounds on the bodies of requests: their size, and how long they may take.

Django writes a body to disk before anything of it is looked at. So a body is received here, whole and in memory, and
the application is asked only when all of it has come.
"""

import asyncio
from http import HTTPStatus
from typing import Final

from .asgi import Application, Message, Receive, Scope, Send, answer

MAX_BODY_BYTES: Final = 256 * 1024
"""Nothing here uploads a file: the largest form is a draft of 48 KiB, three times as long as a browser encodes it."""
BODY_SECONDS: Final = 20.0
"""For how long the rest of a body is waited for, once its headers are there."""
TOO_LARGE: Final = (
    "That was more than this server takes at once, and nothing was saved. Go back, and send less text at a time. "
    "The form may be empty then: some browsers keep what was in it, others don’t."
)
TOO_SLOW: Final = (
    "Not all of that arrived in time, and nothing was saved. Reload this page: your browser still has what you wrote, "
    "and asks whether to send it again. Don’t go back before: the form may be empty then."
)


class TooLarge(Exception):
    """The body has more than MAX_BODY_BYTES."""


class Gone(Exception):
    """The client left before its body was complete."""


class Bodies:
    """Answers 413 to a body over MAX_BODY_BYTES and 408 to one that takes over `seconds`, and closes the connection.

    All other requests reach the inner application, with a body that is complete.
    """

    def __init__(self, inner: Application, seconds: float = BODY_SECONDS) -> None:
        self.inner, self.seconds = inner, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self.seconds):
                body = await received(scope, receive)
        except TooLarge:
            await answer(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That was too much at once", TOO_LARGE)
        except TimeoutError:
            await answer(send, HTTPStatus.REQUEST_TIMEOUT, "That took too long", TOO_SLOW)
        except Gone:
            return
        else:
            await self.inner(scope, after(body, receive), send)


async def received(scope: Scope, receive: Receive) -> bytes:
    """Return the whole body. Raises TooLarge as soon as its size is announced or counted, and Gone."""
    for name, value in scope["headers"]:
        if name == b"content-length" and int(value) > MAX_BODY_BYTES:
            raise TooLarge
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY_BYTES:
            raise TooLarge
        more = message.get("more_body", False)
    return b"".join(parts)


def after(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives this body first, and then what the client does."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_one() -> Message:
        return first.pop() if first else await receive()

    return next_one
