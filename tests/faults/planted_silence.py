"""Counterpoint with one fault: connections never make their screen again, neither when told nor at a poll."""

from typing import Any

from config.asgi import application
from exercises.live.socket.connection import Connection

__all__ = ["application"]


async def nothing(*_arguments: Any, **_named: Any) -> None:
    """Nobody learns of what another did."""


for name in ("refresh", "poll"):
    assert hasattr(Connection, name)
    setattr(Connection, name, nothing)
