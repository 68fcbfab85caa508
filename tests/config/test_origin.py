"""Who may open a live connection: our own pages, and programs that say they are none."""

from typing import Any

import pytest

from config.origin import JSON_PROTOCOL, OwnPagesOnly

HTML_PROTOCOL = "counterpoint.html.v1"
HOST = "alex.localhost:8000"
HOSTILE = {
    "another site": ["http://evil.example"],
    "another port": ["http://alex.localhost:9000"],
    "no port": ["http://alex.localhost"],
    "another scheme": ["https://alex.localhost:8000"],
    "another person's host": ["http://blair.localhost:8000"],
    "the host above": ["http://localhost:8000"],
    "our name in front": ["http://alex.localhost:8000.evil.example"],
    "our name as a user": ["http://alex.localhost:8000@evil.example"],
    "a user before our name": ["http://evil@alex.localhost:8000"],
    "our name as a path": ["http://evil.example/alex.localhost:8000"],
    "a path behind our name": ["http://alex.localhost:8000/"],
    "a page without an origin": ["null"],
    "nothing at all": [""],
    "a file": ["file://"],
    "a final dot": ["http://alex.localhost.:8000"],
    "two, one of them ours": ["http://alex.localhost:8000", "http://evil.example"],
    "two in one": ["http://alex.localhost:8000, http://evil.example"],
    "a look-alike": ["http://\xe0lex.localhost:8000"],
}


async def opened(
    origins: list[str], *, host: str = HOST, scheme: str = "ws", asked: str = HTML_PROTOCOL
) -> bool:
    """Whether the handshake reached the app."""
    said: list[str] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        said.append("opened")

    async def send(message: Any) -> None:
        said.append(message["type"])

    headers = [(b"host", host.encode()), *((b"origin", origin.encode("latin-1")) for origin in origins)]
    scope = {"type": "websocket", "scheme": scheme, "headers": headers, "subprotocols": [asked]}
    await OwnPagesOnly(inner)(scope, _nothing, send)
    assert said in (["opened"], ["websocket.close"])
    return said == ["opened"]


async def _nothing() -> Any: ...


async def test_our_own_page_may_connect() -> None:
    assert await opened(["http://alex.localhost:8000"])


async def test_our_own_page_may_connect_on_the_usual_ports() -> None:
    assert await opened(["http://localhost"], host="localhost:80")
    assert await opened(["https://localhost"], host="localhost:443", scheme="wss")
    assert await opened(["https://localhost"], host="localhost", scheme="wss")


@pytest.mark.parametrize("asked", [HTML_PROTOCOL, JSON_PROTOCOL])
@pytest.mark.parametrize("origins", HOSTILE.values(), ids=HOSTILE.keys())
async def test_no_other_page_may_connect(origins: list[str], asked: str) -> None:
    assert not await opened(origins, asked=asked)


async def test_a_name_that_is_not_ours_may_not_point_at_us() -> None:
    assert not await opened(["http://evil.example:8000"], host="evil.example:8000")


async def test_a_program_without_an_origin_must_ask_for_data() -> None:
    assert await opened([], asked=JSON_PROTOCOL)
    assert not await opened([], asked=HTML_PROTOCOL)
    assert not await opened([], asked="")
