"""The protocols of the server, with deadlines and bounds that it does not bring itself. `scripts/serve` names them.

uvicorn waits for ever for the headers of a request, however long they are, and holds any number of connections. What
it does bound is set in `scripts/serve`: idle connections after an answer, and sockets that answer no ping.
"""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from . import spare
from .bounds import Admission, Bounds, counted_address, of_this_process


class BoundedHttp(HttpToolsProtocol):
    """A connection for requests. Closed when the headers of the next one are late, or too long.

    A spare one answers one request of those in `spare`, any other with 503, and is closed.
    """

    bounds: ClassVar[Bounds] = of_this_process()
    header_seconds: ClassVar[float] = 10.0
    max_header_bytes: ClassVar[int] = 64 * 1024
    spare_seconds: ClassVar[float] = spare.SECONDS

    deadline: asyncio.TimerHandle | None = None
    awaits_headers = True
    header_bytes = headers_read = 0
    is_spare = is_turned_away = False
    end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        admission = self.bounds.admit(self, counted_address(self.client))
        if not admission:
            transport.abort()
            return
        self._set_deadline()
        self.is_spare = admission is Admission.SPARE
        if self.is_spare:
            self.end = self.loop.call_later(self.spare_seconds, self.give_way)

    def data_received(self, data: bytes) -> None:
        awaited, before = self.awaits_headers, self.headers_read
        super().data_received(data)
        if awaited and self.headers_read == before:
            self.header_bytes += len(data)
            if self.header_bytes > self.max_header_bytes:
                self.give_way()
            elif self.deadline is None:
                self._set_deadline()

    def on_headers_complete(self) -> None:
        self.awaits_headers, self.header_bytes = False, 0
        self.headers_read += 1
        self._drop_deadline()
        if self.is_spare and (self.headers_read > 1 or not spare.is_served(self.url, self.headers)):
            self._turn_away()
            return
        super().on_headers_complete()
        if self.is_spare and self.cycle is not None:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        if not self.is_turned_away:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self.is_turned_away:
            return
        self.awaits_headers = True
        self.bounds.is_used(self, True)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.response_complete:
            self.bounds.is_used(self, False)

    def handle_websocket_upgrade(self) -> None:
        if self.is_turned_away:
            return
        self.bounds.release(self)
        self._drop_end()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._drop_deadline()
        self._drop_end()
        self.bounds.release(self)
        super().connection_lost(exc)

    def give_way(self) -> None:
        self.transport.abort()

    def _turn_away(self) -> None:
        if not self.is_turned_away:
            self.is_turned_away = True
            self.transport.write(spare.TURNED_AWAY)
            self.transport.close()

    def _drop_end(self) -> None:
        if self.end is not None:
            self.end.cancel()
            self.end = None

    def _set_deadline(self) -> None:
        self.deadline = self.loop.call_later(self.header_seconds, self.give_way)

    def _drop_deadline(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


class BoundedSocket(WebSocketsSansIOProtocol):
    """A live connection: counted, and never closed to make room."""

    bounds: ClassVar[Bounds] = BoundedHttp.bounds

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.bounds.hold(self, counted_address(self.client))

    def connection_lost(self, exc: Exception | None) -> None:
        self.bounds.release(self)
        super().connection_lost(exc)

    def give_way(self) -> None:
        self.transport.abort()
