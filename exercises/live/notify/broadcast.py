"""Broadcasts between processes: "changed", sent to an opaque group name, and nothing else.

They may be lost: the poll finds what they did not say. If Redis fails, only latency suffers: every call has a time
limit and logs the error. Any channel layer of Channels will do; with `OneSubscription` joining cannot fail.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from channels.layers import get_channel_layer
from cryptography.fernet import InvalidToken
from redis.exceptions import RedisError

from couples.keys import data_keys
from exercises.core.pair import Viewer
from exercises.live.notify.layer import CHANGED

SECONDS_TO_WAIT: Final = 1.0
TROUBLE: Final = (RedisError, OSError, TimeoutError)

log = logging.getLogger(__name__)
_announcing: set[asyncio.Future[None]] = set()


@dataclass(frozen=True)
class HomeOf:
    """The open home pages of one person."""

    person: UUID


Viewpoint = tuple[UUID, Viewer]
"""A viewer of a stream. Each has its own group, so that only those whose view changed are notified."""
Audience = Viewpoint | UUID | HomeOf
"""A viewpoint, all connections of one person, or their home pages."""


def group(called: Audience) -> str:
    """Return the opaque name of a group: a MAC, so that Redis holds no ids."""
    if isinstance(called, UUID):
        return "p." + data_keys.mac("group of a person", called.bytes).hex()[:40]
    if isinstance(called, HomeOf):
        return "h." + data_keys.mac("group of a home page", called.person.bytes).hex()[:40]
    stream, viewer = called
    return "s." + data_keys.mac("group", stream.bytes + viewer.value.encode()).hex()[:40]


async def announce(audiences: Sequence[Audience], but: str | None = None) -> None:
    """Broadcast that something changed, never what. Logs errors instead of raising; waits SECONDS_TO_WAIT at most.

    `but`: a channel that knows already. A layer without `send_to_groups` tells it too, which costs it a needless look.
    """
    if not audiences:
        return
    layer, groups = get_channel_layer(), [group(called) for called in audiences]
    if hasattr(layer, "send_to_groups"):
        await _bounded(layer.send_to_groups(groups, but))
    else:
        await _bounded(asyncio.gather(*(layer.group_send(name, dict(CHANGED)) for name in groups)))


def announce_soon(audiences: Sequence[Audience], but: str | None = None) -> None:
    """Announce in the background, so that a slow Redis does not delay the sender."""
    if audiences:
        task = asyncio.ensure_future(announce(audiences, but))
        _announcing.add(task)
        task.add_done_callback(_announcing.discard)


async def new_channel() -> str:
    channel: str = await get_channel_layer().new_channel()
    return channel


async def receive(channel: str) -> dict[str, Any]:
    """Return the next "changed" for this channel. Anything else that the layer brings is dropped, readable or not."""
    while True:
        try:
            message: dict[str, Any] = await get_channel_layer().receive(channel)
        except (InvalidToken, ValueError, TypeError):
            continue
        if message == CHANGED:
            return message


async def join(channel: str, *groups: Audience) -> None:
    """Join the groups. One that cannot be joined is logged, and the poll carries what it would have said."""
    for called in groups:
        await _bounded(get_channel_layer().group_add(group(called), channel))


async def leave(channel: str, *groups: Audience) -> None:
    for called in groups:
        await _bounded(get_channel_layer().group_discard(group(called), channel))


def forget(channel: str) -> None:
    """Drop the pending messages of a closed connection."""
    get_channel_layer().channels.pop(channel, None)


async def _bounded(call: Awaitable[Any]) -> None:
    try:
        async with asyncio.timeout(SECONDS_TO_WAIT):
            await call
    except TROUBLE as trouble:
        log.warning("broadcast_not_sent", extra={"kind": type(trouble).__name__})
