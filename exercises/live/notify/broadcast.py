"""Broadcasts between processes: "changed", sent to an opaque group name, and nothing else.

They may be lost: the poll finds what they did not say. If Redis fails, only latency suffers: every call has a time
limit and logs the error, and a group that could not be joined is joined at the next poll.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from channels.exceptions import ChannelFull
from channels.layers import InMemoryChannelLayer, get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer, _wrap_close
from cryptography.fernet import InvalidToken
from redis.exceptions import RedisError

from couples.keys import data_keys
from exercises.core.pair import Viewer

CHANGED: Final = {"type": "changed"}
SECONDS_TO_WAIT: Final = 1.0
TROUBLE: Final = (RedisError, OSError, TimeoutError, ChannelFull)

log = logging.getLogger(__name__)
_announcing: set[asyncio.Future[None]] = set()


Viewpoint = tuple[UUID, Viewer]
"""A viewer of a stream. Each has its own group, so that only those whose view changed are notified."""
Audience = Viewpoint | UUID
"""A viewpoint, or all connections of one person."""


def group(called: Audience) -> str:
    """Return the opaque name of a group: a MAC, so that Redis holds no ids."""
    if isinstance(called, UUID):
        return "p." + data_keys.mac("group of a person", called.bytes).hex()[:40]
    stream, viewer = called
    return "s." + data_keys.mac("group", stream.bytes + viewer.value.encode()).hex()[:40]


async def announce(audiences: Sequence[Audience]) -> None:
    """Broadcast that something changed, never what. Logs errors instead of raising; waits SECONDS_TO_WAIT per group."""
    layer = get_channel_layer()
    for audience in audiences:
        await _bounded(layer.group_send(group(audience), CHANGED))


def announce_soon(audiences: Sequence[Audience]) -> None:
    """Announce in the background, so that a slow Redis does not delay the sender."""
    if audiences:
        task = asyncio.ensure_future(announce(audiences))
        _announcing.add(task)
        task.add_done_callback(_announcing.discard)


async def join(channel: str, *groups: Audience) -> bool:
    """Join the groups. Returns False if any could not be joined."""
    layer = get_channel_layer()
    return all([await _bounded(layer.group_add(group(called), channel)) for called in groups])


async def leave(channel: str, *groups: Audience) -> None:
    for called in groups:
        await _bounded(get_channel_layer().group_discard(group(called), channel))


def forget(channel: str) -> None:
    """Drop the pending messages of a closed connection."""
    get_channel_layer().channels.pop(channel, None)


async def _bounded(call: Awaitable[Any]) -> bool:
    try:
        async with asyncio.timeout(SECONDS_TO_WAIT):
            await call
    except TROUBLE as trouble:
        log.warning("broadcast_not_sent", extra={"kind": type(trouble).__name__})
        return False
    return True


def _is_broadcast(message: Any) -> bool:
    return bool(message == CHANGED)


def _drain(queue: asyncio.Queue[Any]) -> None:
    """Empty the queue: several pending broadcasts need only one refresh."""
    while not queue.empty():
        queue.get_nowait()


class _LoopLayer(RedisPubSubLoopLayer):
    async def new_channel(self, prefix: str = "specific.") -> str:
        """Return a channel name local to this process: messages go to groups only, so Redis need not know it."""
        name: str = f"{self.prefix}{prefix}{uuid4().hex}"
        self.channels[name] = asyncio.Queue()
        return name

    async def receive(self, channel: str) -> dict[str, str]:
        """Return the next broadcast. Anything else found in Redis, sealed or not, is dropped."""
        queue = self.channels[channel]
        while not self._is_broadcast(await queue.get()):
            pass
        _drain(queue)
        return CHANGED

    def _is_broadcast(self, sealed: bytes) -> bool:
        try:
            return _is_broadcast(self.channel_layer.deserialize(sealed))
        except (InvalidToken, ValueError, TypeError):
            return False


class RedisLayer(RedisPubSubChannelLayer):
    """The pub/sub layer, limited to broadcasts. A room can be joined while Redis is down."""

    def _get_layer(self) -> _LoopLayer:
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = _LoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        layer: _LoopLayer = self._layers[loop]
        return layer


class MemoryLayer(InMemoryChannelLayer):
    """The same layer inside one process, without Redis."""

    async def receive(self, channel: str) -> dict[str, str]:
        while not _is_broadcast(await super().receive(channel)):
            pass
        return CHANGED
