"""The channel layer: the groups of this process, and one Redis subscription by which it hears of the other processes.

It carries one message, "changed". Joining and leaving a group is local, so that Redis cannot make it fail or wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

from channels.layers import BaseChannelLayer

from exercises.live.notify.subscription import Subscription

CHANGED: Final[Mapping[str, str]] = {"type": "changed"}


class OneSubscription(BaseChannelLayer):
    """`address`: the Redis that all processes share; without one there is only this process. `keys`: see Envelope.

    `home` is the event loop that serves the connections of this process. Channels and groups are only touched there.
    """

    extensions = ("groups",)

    def __init__(self, address: str = "", keys: Sequence[str] = ()) -> None:
        super().__init__()
        self.address, self.keys = address, keys
        self.channels: dict[str, asyncio.Event] = {}
        self.groups: dict[str, set[str]] = {}
        self.home: asyncio.AbstractEventLoop | None = None
        self.subscription: Subscription | None = None

    async def new_channel(self, prefix: str = "specific") -> str:
        self._serve_here()
        name = f"{prefix}!{uuid4().hex}"
        self.channels[name] = asyncio.Event()
        return name

    async def receive(self, channel: str) -> dict[str, str]:
        """Return the next message. Several that are pending are one: a single refresh answers them all."""
        pending = self.channels[channel]
        await pending.wait()
        pending.clear()
        return dict(CHANGED)

    async def group_add(self, group: str, channel: str) -> None:
        self.groups.setdefault(group, set()).add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        if members := self.groups.get(group):
            members.discard(channel)
            if not members:
                del self.groups[group]

    async def group_send(self, group: str, message: Mapping[str, Any]) -> None:
        """As in Channels. Every message except "changed" is dropped."""
        if message == CHANGED:
            await self.send_to_groups([group])

    async def send_to_groups(self, groups: Sequence[str], but: str | None = None) -> None:
        """Send "changed" to all groups at once, except to the channel `but`. Callable from any event loop.

        This process is told directly, the others by one message in Redis. Raises what Redis raises.
        """
        if self.home is asyncio.get_running_loop():
            self._deliver(groups, but)
            if self.subscription:
                await self.subscription.publish(groups)
        elif self.home and self.home.is_running():
            there = asyncio.run_coroutine_threadsafe(self.send_to_groups(groups, but), self.home)
            await asyncio.wrap_future(there)
        elif self.address:  # a command, or a process that has had no connection yet
            async with Subscription(self.address, self.keys, self._deliver) as passing:
                await passing.publish(groups)

    def _serve_here(self) -> None:
        """Make the running loop the home. One that has ended, as those of tests do, is forgotten with its channels."""
        loop = asyncio.get_running_loop()
        if self.home is not loop:
            if self.home and self.home.is_running():
                raise RuntimeError("The connections of one process are served by one event loop.")
            self.home = loop
            self.channels.clear()
            self.groups.clear()
            self.subscription = Subscription(self.address, self.keys, self._deliver) if self.address else None
        if self.subscription:
            self.subscription.keep_listening()

    def _deliver(self, groups: Iterable[str], but: str | None = None) -> None:
        for group in groups:
            for channel in self.groups.get(group, ()):
                if channel != but and (pending := self.channels.get(channel)):
                    pending.set()
