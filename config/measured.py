"""Counts and times requests by part of the site, and gives each an id, by which its lines in the log belong together.

What somebody does on private pages, for help or to leave is neither counted nor logged, unless it fails.
"""

import re
import secrets
import time
from contextvars import ContextVar
from typing import Final

from structlog.contextvars import bound_contextvars

from couples.metrics import REQUESTS, SOCKETS

from .edge.asgi import Application, Message, Receive, Scope, Send

AREAS: Final = (
    (re.compile(r"/(welcome/|demo/.*)?$"), "home"),
    (re.compile(r"/account/(?!lock/)"), "account"),
    (re.compile(r"/sessions/(?!own-line/|[^/]+/own/)"), "sessions"),
    (re.compile(r"/(exercises|agreements|meeting)/"), "couple"),
    (re.compile(r"/invite/"), "pairing"),
    (re.compile(r"/(counsel|counseling|counselors?)/(?!(notes|one)/)"), "counseling"),
    (re.compile(r"/admin/"), "admin"),
)
PRIVATE: Final = re.compile(
    r"/(alone|account/lock|counsel/(notes|one)|help|reading|exit|example|privacy|leave|data)/|/sessions/(own-line|[^/]+/own)/"
)
BEGAN: Final[ContextVar[float | None]] = ContextVar("began", default=None)
"""When the request under way began, in seconds of `time.monotonic`."""


def area_of(path: str) -> str | None:
    """Return the part of the site; None for what is not counted, and for what is no page."""
    return next((area for begins, area in AREAS if begins.match(path)), None)


def is_private(path: str) -> bool:
    """Return whether nobody may learn that this was asked for."""
    return PRIVATE.match(path) is not None


class Measured:
    """For requests. A failure of a page that is not counted counts as `other`, without its time."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, path = time.monotonic(), scope["path"]
        BEGAN.set(began)

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                _note(area_of(path), message["status"] // 100, time.monotonic() - began)
            await send(message)

        with bound_contextvars(request_id=secrets.token_hex(4)):
            await self.inner(scope, receive, noted)


class CountedSockets:
    """For live connections: how many are open."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SOCKETS.track_inprogress(), bound_contextvars(request_id=secrets.token_hex(4)):
            await self.inner(scope, receive, send)


def _note(area: str | None, status_class: int, seconds: float) -> None:
    status = f"{status_class}xx"
    if area is not None:
        REQUESTS.labels(area, status).observe(seconds)
    elif status_class >= 5:
        REQUESTS.labels("other", status).observe(0)
