"""Whatever ends a walk, nobody is left walking and no socket stays open: it would be found in the next test."""

import asyncio
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from exercises.core.pair import Partner
from exercises.live.decision import Command
from exercises.live.socket.protocol import JSON
from tests.faults import load
from tests.faults.history import Sent
from tests.servers import App


class Unanswering:
    """A server that opens the WebSocket and answers nothing more, not even that it is to be closed."""

    def __init__(self) -> None:
        self.has_ended = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        protocol = ServerProtocol(subprotocols=[Subprotocol(JSON)])
        protocol.receive_data(await reader.readuntil(b"\r\n\r\n"))
        [request] = protocol.events_received()
        protocol.send_response(protocol.accept(request))
        writer.writelines(protocol.data_to_send())
        with suppress(ConnectionError):
            await reader.read()
        writer.transport.abort()
        self.has_ended.set()


async def cancelled_while_closing() -> bool:
    """Whether the socket of somebody who is cancelled while it is being closed is closed nevertheless."""
    unanswering, sockets = Unanswering(), []
    async with await asyncio.start_server(unanswering.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]

        async def come_and_go() -> None:
            async with load.connected(App([], port, {}, Path()), uuid4(), "cookie") as socket:
                sockets.append(socket)

        walking = asyncio.ensure_future(come_and_go())
        while not sockets or sockets[0].state is not State.CLOSING:
            await asyncio.sleep(0.01)
        walking.cancel()
        await asyncio.wait([walking])
        is_closed = sockets[0].transport.is_closing()
        sockets[0].transport.abort()
        await unanswering.has_ended.wait()
        return is_closed


def test_who_is_cancelled_while_closing_leaves_no_socket_open() -> None:
    assert asyncio.run(cancelled_while_closing())


class WalksForEver:
    """A couple of which one waits for an answer that never comes."""

    def __init__(self) -> None:
        one = load.Walker(None, None, "", [], None)
        one.waiting = Sent(uuid4(), 0, Partner.A, Command(uuid4(), "continue", 1, {}))
        self.walkers = (one, one)
        self.has_ended = False

    async def go_on(self, phase: load.Phase) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)  # as closing a socket takes a while
            self.has_ended = True


async def given_up(two: WalksForEver) -> bool:
    with pytest.raises(load.Behind):
        await load.walked([two], asyncio.sleep(0), patience=0)
    return two.has_ended


def test_all_have_ended_when_a_walk_is_given_up() -> None:
    assert asyncio.run(given_up(WalksForEver()))
