"""One hostile request: how it is made, sent, and what the answer may never be."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.test import Client

from couples.accounts import page_owner

CLIENT: Final = Client(raise_request_exception=False)
"""One for all: each new one would load the middleware anew."""
ELSEWHERE: Final = {"", "testserver", urlsplit(settings.EXIT_URL).netloc}
NOT_OF_THIS_SIGN_IN: Final = {page_owner.SIGNED_OUT, page_owner.ANEW, page_owner.SOMEBODY_ELSE}
"""What a form gets that comes from a page of somebody else, or says so in vain."""
EXPECTED: Final = {
    200,
    204,
    301,
    302,
    303,
    304,
    400,
    403,
    404,
    405,
    412,
    413,
    415,
    422,
    429,
} | NOT_OF_THIS_SIGN_IN


@dataclass(frozen=True)
class Request:
    role: str
    method: str
    path: bytes
    query: bytes = b""
    body: bytes = b""
    type: str = ""

    def __str__(self) -> str:
        body = self.body if len(self.body) <= 400 else self.body[:400] + b" ... %d bytes" % len(self.body)
        return (
            f"{self.role}: {self.method} {self.path[:300]!r}?{self.query[:200]!r} [{self.type[:80]}] {body!r}"
        )


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


class Errors(logging.Handler):
    """Keeps what is logged as an error, by anybody."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("django.security"):  # a strange request, which was refused
            return
        self.found.append(f"{record.name}: {record.getMessage()[:200]}")


@contextmanager
def errors() -> Iterator[list[str]]:
    """Yield the errors that are logged inside, also by loggers that keep theirs to themselves."""
    handler = Errors()
    names = (None, "django", "django.request", "couples", "exercises")
    loggers = [logging.getLogger(name) for name in names]
    before = [one.handlers[:] for one in loggers]
    for one in loggers:
        one.handlers = [handler]
    try:
        yield handler.found
    finally:
        for one, handlers in zip(loggers, before, strict=True):
            one.handlers = handlers


def send(request: Request, cookie: str) -> tuple[Answer, list[str]]:
    """Return the answer and what is wrong with it, in words."""
    CLIENT.cookies.clear()
    if cookie:
        CLIENT.cookies[settings.SESSION_COOKIE_NAME] = cookie
    where = {
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1") or "/",
        "QUERY_STRING": request.query.decode("latin-1"),
    }
    with errors() as logged:
        got: Any = CLIENT.generic(request.method, "/", request.body, content_type=request.type, **where)
    body = b"".join(got.streaming_content) if got.streaming else got.content
    answer = Answer(got.status_code, got.headers.get("Location", ""), body.decode("utf-8", "replace"))
    failed = getattr(got, "exc_info", None)
    raised = ["".join(traceback.format_exception(*failed)[-3:])] if failed else []
    return answer, [*raised, *logged, *wrong_with(answer, got.headers)]


def wrong_with(answer: Answer, headers: Mapping[str, str]) -> Iterator[str]:
    if answer.status not in EXPECTED:
        yield f"status {answer.status}"
    if urlsplit(answer.location).netloc not in ELSEWHERE:
        yield f"it leads to {answer.location[:100]}"
    if "X-Injected" in headers:
        yield "a header was put into it"
