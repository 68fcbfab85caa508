"""Who says nothing, or never comes to an end, is not waited for; a page under way and a live socket are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from config.edge import connections
from config.edge import loop as edge_loop
from config.edge.bounds import Bounds
from config.headers import SESSION_COOKIE_NAME
from tests.config.edge.certificate import server_context

SOON, LATER = 0.1, 0.3
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


class Http(connections.BoundedHttp):
    header_seconds = SOON


class Socket(connections.BoundedSocket): ...


async def page(scope: Any, receive: Any, send: Any) -> None:
    """Takes its time; a live socket says that it is there, and echoes."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(LATER if scope["path"].endswith("/slow") else 0)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def serving(bounds: Bounds) -> AsyncIterator[int]:
    """The port of a server with these protocols and this page."""
    Http.bounds = Socket.bounds = bounds
    server = uvicorn.Server(
        uvicorn.Config(
            page, port=0, http=Http, ws=Socket, lifespan="off", log_config=None, timeout_keep_alive=9
        )
    )
    running = asyncio.ensure_future(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = server.force_exit = True
    await running


async def answered(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """All that comes until the server closes, or until it has been quiet for a while: then a dash is added."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    said = b""
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        while True:
            async with asyncio.timeout(2 * LATER):
                more = await reader.read(1000)
            if not more:
                return said
            said += more
    except TimeoutError:
        return said + b"-"
    except ConnectionError:
        return said
    finally:
        writer.transport.abort()


async def reached(bounds: Bounds, connections: int) -> None:
    """Wait until this many connections of one address are held: how soon that is depends on the machine."""
    async with asyncio.timeout(5):
        while list(bounds.numbers.values()) != [connections]:
            await asyncio.sleep(0)


async def test_silence_and_half_a_header_are_closed_and_a_page_under_way_is_not() -> None:
    bounds = Bounds(in_all=100, per_address=0)
    post = b"POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n"
    async with serving(bounds) as port:
        silent, half, drops, after, slow, posted, twice = await asyncio.gather(
            answered(port),
            answered(port, GET[:20]),
            answered(port, *(b"\r\n" for _ in range(20)), pause=SOON / 4),
            answered(port, GET, GET[:20], pause=0.05),
            answered(port, GET.replace(b"/ ", b"/slow ", 1)),
            answered(port, post, b"xx", pause=0.02),
            answered(port, GET, GET, pause=LATER),
        )
    assert (silent, half, drops) == (b"", b"", b"")
    assert after.endswith(b"ok")
    assert [said.count(b"200 OK") for said in (slow, posted, twice)] == [1, 1, 2]
    assert all(said.endswith(b"ok-") for said in (slow, posted, twice))
    assert not bounds.address_of


async def test_headers_without_end_are_not_kept(monkeypatch) -> None:
    monkeypatch.setattr(Http, "header_seconds", 9)
    async with serving(Bounds(in_all=100, per_address=0)) as port:
        assert await answered(port, GET[:-2], *(b"X-A: %s\r\n" % (b"a" * 1000) for _ in range(99))) == b""


async def test_a_live_socket_stays_while_others_from_its_address_give_way(monkeypatch) -> None:
    monkeypatch.setattr(connections, "counted_address", lambda client: "203.0.113.9")
    bounds = Bounds(in_all=100, per_address=2)
    async with serving(bounds) as port, connect(f"ws://127.0.0.1:{port}/") as live:
        assert list(bounds.numbers.values()) == [1]
        silent = [asyncio.ensure_future(answered(port)) for _ in range(9)]
        await reached(bounds, 2)
        assert (await answered(port, GET)).endswith(b"ok-")
        assert await asyncio.gather(*silent) == [b""] * 9
        async with connect(f"ws://127.0.0.1:{port}/") as second:
            assert b" 503 " in await answered(port, GET)
            for socket in (live, second):
                await socket.send("here")
                assert await socket.recv() == "here"


SESSION = "/sessions/4a1c7c1e-0000-4000-8000-000000000000/"
COOKIE = f"{SESSION_COOKIE_NAME}=x"


def asking(path: str, cookie: str = "") -> bytes:
    return GET.replace(b"/", path.encode(), 1).replace(b"\r\n\r\n", f"\r\nCookie: {cookie}\r\n\r\n".encode())


async def test_who_has_all_connections_in_use_still_gets_help_the_way_out_and_a_live_session(
    monkeypatch,
) -> None:
    monkeypatch.setattr(connections, "counted_address", lambda client: "203.0.113.9")
    async with serving(Bounds(in_all=100, per_address=1)) as port, connect(f"ws://127.0.0.1:{port}/"):
        for path in ("/help/", "/reading/2/", "/exit/", "/static/js/exit.js", SESSION, f"{SESSION}here.css"):
            said = await answered(port, asking(path, COOKIE), GET, pause=0.05)
            assert (said.count(b"200 OK"), said.count(b"HTTP/1.1"), said[-1:]) == (1, 1, b"k"), path
        for path, cookie in (
            (SESSION, ""),
            ("/", COOKIE),
            ("/account/login/", COOKIE),
            ("/sessions/", COOKIE),
        ):
            said = await answered(port, asking(path, cookie))
            assert said.startswith(b"HTTP/1.1 503 "), path
            assert said.endswith(b"try again in a moment."), path
        posted = (
            asking("/account/login/")
            .replace(b"GET", b"POST")
            .replace(b"\r\n\r\n", b"\r\nContent-Length: 2\r\n\r\nxx")
        )
        assert (await answered(port, posted, GET)).count(b"HTTP/1.1 503 ") == 1
        with pytest.raises(InvalidStatus, match="503"):
            await connect(f"ws://127.0.0.1:{port}/ws/home/", additional_headers={"Cookie": COOKIE})
        address = f"ws://127.0.0.1:{port}/ws{SESSION}"
        async with connect(address, additional_headers={"Cookie": COOKIE}) as live:
            await live.send("here")
            assert await live.recv() == "here"


async def test_a_spare_connection_is_not_kept(monkeypatch) -> None:
    monkeypatch.setattr(connections, "counted_address", lambda client: "203.0.113.9")
    monkeypatch.setattr(Http, "spare_seconds", SOON)
    address = f"/ws{SESSION}"
    async with serving(Bounds(in_all=100, per_address=1)) as port, connect(f"ws://127.0.0.1:{port}/"):
        assert await answered(port, asking("/static/slow")) == b""
        async with connect(f"ws://127.0.0.1:{port}{address}", additional_headers={"Cookie": COOKIE}) as live:
            await asyncio.sleep(2 * SOON)
            await live.send("here")
            assert await live.recv() == "here"


def test_a_tls_handshake_that_never_begins_is_not_waited_for(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(edge_loop, "HANDSHAKE_SECONDS", SOON)

    async def closes() -> bytes:
        context = server_context(tmp_path)
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0, ssl=context)
        async with server:
            return await answered(server.sockets[0].getsockname()[1])

    with asyncio.Runner(loop_factory=edge_loop.Loop) as runner:
        assert runner.run(closes()) == b""


@pytest.fixture(autouse=True)
def _own_bounds() -> Any:
    yield
    Http.bounds = Socket.bounds = connections.BoundedHttp.bounds
