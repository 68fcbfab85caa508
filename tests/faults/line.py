"""A line between a client and a server that may be cut without a word, or be slow and lossy. It needs no privileges.

What is sent while it is cut waits, as TCP sends it again; nobody is told, and no connection ends. A loss is the wait
until TCP has sent the piece again, twice as long each time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random

PIECE = 65536


@dataclass
class Line:
    """`delay`: seconds each way. `loss`: the share of pieces that are lost, each time they are sent."""

    to: int
    delay: float = 0.0
    loss: float = 0.0
    rng: Random = field(default_factory=lambda: Random(1))
    port: int = 0
    given_up: asyncio.Event = field(default_factory=asyncio.Event)
    """The server has ended a connection."""
    _is_whole: asyncio.Event = field(default_factory=asyncio.Event)
    _ways: set[asyncio.Task[None]] = field(default_factory=set)

    def cut(self) -> None:
        self._is_whole.clear()

    def heal(self) -> None:
        self._is_whole.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        for way in (self._carry(reader, back), self._carry(there, writer, self.given_up)):
            task = asyncio.ensure_future(way)
            self._ways.add(task)
            task.add_done_callback(self._ways.discard)

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ended: asyncio.Event | None = None,
    ) -> None:
        """Carry pieces in order: each leaves after its delay, and none before the one before it."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        leaving = asyncio.ensure_future(self._leave(queue, writer))
        loop, piece = asyncio.get_running_loop(), b"."
        try:
            while piece:
                try:
                    piece = await reader.read(PIECE)
                except ConnectionError:
                    piece = b""
                queue.put_nowait((loop.time() + self.delay + self._resent(), piece))
            if ended:
                ended.set()
            await leaving
        finally:
            leaving.cancel()
            writer.close()

    async def _leave(self, queue: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            at, piece = await queue.get()
            await asyncio.sleep(at - loop.time())
            await self._is_whole.wait()
            if not piece:
                return
            with suppress(ConnectionError):
                writer.write(piece)
                await writer.drain()

    def _resent(self) -> float:
        """Seconds until a piece arrives that is lost so often; the first wait is one round trip and some."""
        waits, wait = 0.0, max(0.2, 2 * self.delay * 1.25)
        while self.rng.random() < self.loss:
            waits, wait = waits + wait, wait * 2
        return waits

    async def end(self) -> None:
        for way in list(self._ways):
            way.cancel()


@asynccontextmanager
async def line(to: int, delay: float = 0.0, loss: float = 0.0) -> AsyncIterator[Line]:
    """A whole line to a port of this machine, from a port of its own."""
    between = Line(to, delay, loss)
    between.heal()
    async with await asyncio.start_server(between.serve, "127.0.0.1", 0) as server:
        between.port = server.sockets[0].getsockname()[1]
        yield between
        await between.end()
