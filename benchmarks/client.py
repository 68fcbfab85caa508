"""One open socket: it keeps what is on the screen now, and tells its pair of every frame."""

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.tally import Frame


@dataclass(frozen=True)
class Endpoint:
    """Where and as whom one partner connects."""

    url: str
    subprotocol: str
    headers: dict[str, str] = field(default_factory=dict)


class Hearing(Protocol):
    """Whoever is told of the frames."""

    def heard(self, client: "Client", frame: Frame, at: float) -> None: ...


class Client:
    """One partner's open socket, and what is on that screen now."""

    def __init__(self, endpoint: Endpoint, pair: Hearing) -> None:
        self.endpoint, self.pair = endpoint, pair
        self.screen: Frame = {}
        self.bytes = self.screens = 0
        self.first = asyncio.Event()

    async def open(self) -> None:
        self.socket: ClientConnection = await connect(
            self.endpoint.url,
            subprotocols=[self.endpoint.subprotocol],  # type: ignore[list-item]
            additional_headers=self.endpoint.headers,
            compression=None,
            open_timeout=30,
            max_size=2**20,
            ping_interval=None,  # a browser sends none either; the server's own are answered
        )
        self.reader = asyncio.create_task(self.listen())

    async def listen(self) -> None:
        async for raw in self.socket:
            at = time.perf_counter()
            frame = json.loads(raw)
            if frame["type"] == "screen":
                self.bytes = len(raw)
                self.screens += 1
                parts = self.screen.get("parts", {}) | frame.get("parts", {})
                self.screen = {"view": frame.get("view"), "parts": parts}
                self.first.set()
            self.pair.heard(self, frame, at)

    async def send(self, frame: Frame) -> None:
        await self.socket.send(json.dumps(frame))

    async def close(self) -> None:
        """Close it and wait for the last frame. A socket that the server had closed is counted, not raised."""
        await self.socket.close()
        with suppress(ConnectionClosed):
            await self.reader
