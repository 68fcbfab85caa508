"""Answers that leave a socket at fixed times, so that they do not tell what others do in this process.

"pong" and "saved" change nothing that the other partner sees, so somebody could ask for them again and again, and feel
that a private page is being saved meanwhile. What comes after such an answer is not held up by it.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable

from django.conf import settings


async def at_a_step(began: float, send: Callable[[], Awaitable[None]]) -> None:
    """Send a whole number of steps (SOCKET_ANSWER_STEP) after `began`, a time of the running loop; 0 sends at once."""
    loop, step = asyncio.get_running_loop(), settings.SOCKET_ANSWER_STEP
    if not step:
        await send()
        return
    loop.call_at(next_step(began, loop.time(), step), lambda: asyncio.ensure_future(send()))


def next_step(began: float, now: float, step: float) -> float:
    """Return the first time from now on that is a whole number of steps after `began`, and one step at least."""
    return began + step * max(1, math.ceil((now - began) / step))
