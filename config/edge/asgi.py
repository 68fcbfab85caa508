"""What an ASGI application is called with, and a page of one sentence that needs nothing else."""

from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any, Final

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


PAGE: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><title>{heading}</title>'
    "<style>body{{max-width:36rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.6 system-ui,sans-serif}}</style>"
    "<h1>{heading}</h1><p>{sentence}</p>"
)
"""deploy/nginx/counterpoint.conf says the same, as far as it refuses by itself."""


async def answer(send: Send, status: HTTPStatus, heading: str, sentence: str) -> None:
    """Answer a request with one sentence below a heading, and close its connection."""
    body = PAGE.format(heading=heading, sentence=sentence).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (
            b"content-security-policy",
            b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": body})
