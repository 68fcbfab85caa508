"""The event loop of a server process. It waits less long for a TLS handshake, which comes before any request."""

from typing import Any, Final

import uvloop

HANDSHAKE_SECONDS: Final = 10.0
"""Sixty, as asyncio waits by itself, let whoever says nothing hold six times as many connections."""


class Loop(uvloop.Loop):
    async def create_server(self, *args: Any, ssl: Any = None, **options: Any) -> Any:
        if ssl is not None:
            options.setdefault("ssl_handshake_timeout", HANDSHAKE_SECONDS)
        return await super().create_server(*args, ssl=ssl, **options)
