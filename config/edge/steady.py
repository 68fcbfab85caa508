"""Answers that leave at fixed times, so that how long the work took says nothing about whom it was for.

Whether an address has an account, whether somebody declined an invitation, whether there is a PIN: the words are the
same, but the work is not. So an answer to such a request waits until a whole number of steps after the request has
come; what is sent then, at any number of steps but the first, still shows that the work was longer than a step.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from exercises.live.socket.steady import next_step

from .asgi import Application, Message, Receive, Scope, Send

ANY: Final = frozenset({"GET", "HEAD", "POST"})
SENT: Final = frozenset({"POST"})
ADDRESSES: Final[Mapping[str, frozenset[str]]] = {
    "/account/": SENT,
    "/admin/login/": SENT,
    "/invite/": ANY,
    "/counseling/": ANY,
    "/counselor/invitation/": ANY,
    "/counselors/": SENT,
}
"""Where each address begins, and the methods that ask for something which others must not learn."""
READING: Final = "/room/"
"""How a page under these addresses ends that shows something of a couple: it leaves as soon as it has looked whether it
may, within `READINGS_LEAVE_WITHIN`."""


LONGER: Final[Mapping[str, int]] = {"/account/signup/": 4}
"""How many steps make one here: a new account takes much more work than one that is there already."""


class Steady:
    """Sends answers at `step` seconds after such a request, or twice, three times that; 0 sends them at once."""

    def __init__(self, inner: Application, step: float) -> None:
        self.inner, self.step = inner, step

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.step and is_telling(scope["path"], scope["method"]):
            send = at_a_step(send, self.step * LONGER.get(scope["path"], 1))
        await self.inner(scope, receive, send)


def at_a_step(send: Send, step: float) -> Send:
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def send_at_a_step(message: Message) -> None:
        if message["type"] == "http.response.start":
            until = next_step(began, loop.time(), step)
            await asyncio.sleep(until - loop.time())
        await send(message)

    return send_at_a_step


def is_telling(path: str, method: str) -> bool:
    return not path.endswith(READING) and any(
        path.startswith(begins) and method in methods for begins, methods in ADDRESSES.items()
    )
