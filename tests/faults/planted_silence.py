"""Counterpoint with one fault: connections never make their screen again, neither when told nor at a poll."""

from typing import Any

from config.asgi import application
from exercises.live.socket.connection import Connection
from exercises.live.socket.consumer import SessionConsumer

__all__ = ["application"]


async def nothing(*_arguments: Any, **_named: Any) -> None:
    """Nobody learns of what another did."""


SILENCED = ((SessionConsumer, "changed"), (Connection, "poll"))
for owner, name in SILENCED:
    assert hasattr(owner, name)
    setattr(owner, name, nothing)
