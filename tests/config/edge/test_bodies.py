"""Nobody has more of a body stored than the product needs, nor is waited for for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from config.asgi import application
from config.edge.bodies import MAX_BODY_BYTES, TOO_LARGE, TOO_SLOW, Bodies

KILO = b"x" * 1024
LARGEST = [KILO] * (MAX_BODY_BYTES // 1024)


async def unasked(*_args: Any) -> None:
    raise AssertionError


async def asked(parts: Iterable[bytes], length: int | None = None, ends: bool = True) -> tuple[int, int, int]:
    """The status of the answer, the bytes that the application was given, and the parts that were taken."""
    given: list[int] = []
    statuses: list[int] = []
    left = list(parts)
    sent = len(left)

    async def receive() -> Any:
        if not left:
            await asyncio.sleep(10)
        part = left.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(left) or not ends}

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    async def page(scope: Any, receive: Any, send: Any) -> None:
        given.append(len((await receive())["body"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})

    headers = [] if length is None else [(b"content-length", str(length).encode())]
    await Bodies(page, seconds=0.05)({"type": "http", "headers": headers}, receive, send)
    return statuses[0], sum(given), sent - len(left)


async def test_the_largest_body_arrives_whole() -> None:
    assert await asked(LARGEST, MAX_BODY_BYTES) == (200, MAX_BODY_BYTES, len(LARGEST))
    assert await asked([b""]) == (200, 0, 1)


async def test_one_that_says_it_is_larger_is_refused_before_a_byte_of_it_is_taken() -> None:
    assert await asked(LARGEST, MAX_BODY_BYTES + 1) == (413, 0, 0)


async def test_one_that_says_nothing_is_refused_as_soon_as_it_is_larger() -> None:
    assert await asked([*LARGEST, b"x", KILO, KILO]) == (413, 0, len(LARGEST) + 1)


async def test_one_that_never_ends_is_not_waited_for() -> None:
    assert await asked([b"x"], length=2, ends=False) == (408, 0, 1)
    assert await asked([], length=2) == (408, 0, 0)


@pytest.mark.parametrize(("said", "does"), [(TOO_LARGE, "send less"), (TOO_SLOW, "Reload this page")])
async def test_each_refusal_says_that_nothing_was_saved_and_what_to_do(said: str, does: str) -> None:
    """A browser sends a form again when its answer is reloaded, and shows an empty one to who goes back."""
    told: list[bytes] = []

    async def receive() -> Any:
        if said == TOO_SLOW:
            await asyncio.sleep(10)
        return {"type": "http.request", "body": KILO * 257, "more_body": False}

    async def send(message: Any) -> None:
        told.append(message.get("body", b""))

    await Bodies(unasked, seconds=0.05)({"type": "http", "headers": []}, receive, send)
    assert f"<p>{said}</p>" in b"".join(told).decode()
    assert "nothing was saved" in said
    assert does in said


async def test_whoever_leaves_in_the_middle_reaches_nothing() -> None:
    async def receive() -> Any:
        return {"type": "http.disconnect"}

    await Bodies(unasked)({"type": "http", "headers": []}, receive, unasked)


@pytest.mark.parametrize("path", ["/help/", "/account/login/", "/nowhere/"])
async def test_the_site_asks_nobody_for_more(path: str) -> None:
    """Without a token, a sign-in or an address that exists: Django is not reached at all."""
    statuses: list[int] = []
    parts = [KILO * 64] * 6

    async def receive() -> Any:
        return {"type": "http.request", "body": parts.pop(), "more_body": bool(parts)}

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    scope = {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""}
    await application(scope, receive, send)
    assert statuses == [413, 0]
