"""The way through Redis: one pub/sub channel for the whole deployment, to which each process subscribes once.

A message is a sealed list of group names. It says that something changed for these groups, and cannot say more.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import secrets
import time
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from couples import metrics
from couples.security_log import Kind, note

TOPIC: Final = "counterpoint.changed"
LONGEST_MESSAGE: Final = 1_000_000
"""Bytes; enough for all sessions of a couple that leaves. Longer messages are dropped unread."""
SECONDS_TO_SUBSCRIBE: Final = 1.0
SECONDS_TO_PUBLISH: Final = 1.0
SECONDS_BETWEEN_TRIES: Final = 1.0
SECONDS_BETWEEN_LINES: Final = (1.0, 60.0)
"""Between two lines that say so, at first and at most: each time twice as long, until it works again."""
SECONDS_OF_SILENCE: Final = 5.0
"""After this long without a message Redis is asked for an answer; without one for as long again, we connect again."""
NONCE_BYTES: Final = 12

log = logging.getLogger(__name__)


class Envelope:
    """Seals with the first key and opens with any of them. Each key is 32 bytes in hexadecimal."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._ciphers = [AESGCM(bytes.fromhex(key)) for key in keys]

    def seal(self, names: Sequence[str]) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, json.dumps(names).encode(), TOPIC.encode())

    def open(self, sealed: Any) -> list[str]:
        """Return the names; none if the message is forged, unreadable, too long or not a list of names.

        Such a message was made by somebody without our keys, and is noted in the security log.
        """
        names = self._opened(sealed)
        if not names:
            note(Kind.MAC_BROKEN)
        return names

    def _opened(self, sealed: Any) -> list[str]:
        if not isinstance(sealed, bytes) or len(sealed) > LONGEST_MESSAGE:
            return []
        for cipher in self._ciphers:
            try:
                names = json.loads(cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], TOPIC.encode()))
            except (InvalidTag, ValueError):
                continue
            return names if isinstance(names, list) and all(isinstance(name, str) for name in names) else []
        return []


class Complaint:
    """Says that nothing is received from other processes: as a metric at once, and more and more rarely as a line."""

    def __init__(self) -> None:
        self._next, self._wait = 0.0, SECONDS_BETWEEN_LINES[0]

    def make(self, kind: str) -> None:
        metrics.LAYER_UP.set(0)
        if (now := time.monotonic()) < self._next:
            return
        log.warning("broadcasts_not_received", extra={"kind": kind})
        self._next, self._wait = now + self._wait, min(2 * self._wait, SECONDS_BETWEEN_LINES[1])

    def end(self) -> None:
        metrics.LAYER_UP.set(1)
        self._next, self._wait = 0.0, SECONDS_BETWEEN_LINES[0]


class Subscription:
    """Two connections of one event loop to Redis: one subscribed, one for publishing. `heard` gets the groups.

    `origin` marks what this process published: its own connections have been told directly.
    """

    def __init__(self, address: str, keys: Sequence[str], heard: Callable[[Sequence[str]], None]) -> None:
        self.origin = secrets.token_hex(8)
        self._waiting: list[tuple[Sequence[str], asyncio.Future[None]]] = []
        self._publishing: asyncio.Task[None] | None = None
        self._envelope, self._heard = Envelope(keys), heard
        # A connection that Redis has closed is noticed by the first command on it, and made again for the second.
        retry = Retry(NoBackoff(), 1)
        self._redis: Redis = Redis.from_url(address, single_connection_client=True, retry=retry)
        self._listening: asyncio.Task[None] | None = None
        self._complaint = Complaint()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_anything: object) -> None:
        await self._redis.aclose()

    async def publish(self, groups: Sequence[str]) -> None:
        """Tell the other processes, in one message with what waits. Raises what Redis raises, or TimeoutError."""
        told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((groups, told))
        if self._publishing is None or self._publishing.done():
            self._publishing = asyncio.create_task(self._publish_all())
        await told

    async def _publish_all(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            names = dict.fromkeys(chain.from_iterable(groups for groups, _told in taken))
            trouble = await self._published([self.origin, *names])
            for _groups, told in taken:
                if not told.done():
                    told.set_exception(trouble) if trouble else told.set_result(None)

    async def _published(self, names: Sequence[str]) -> Exception | None:
        """Return what went wrong: every caller is told of it."""
        try:
            async with asyncio.timeout(SECONDS_TO_PUBLISH):
                await self._redis.publish(TOPIC, self._envelope.seal(names))
        except (RedisError, OSError, TimeoutError) as trouble:
            return trouble
        return None

    def keep_listening(self) -> None:
        """Listen in the background until the event loop ends."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._keep_listening())

    async def _keep_listening(self) -> None:
        """What is said while Redis is away is lost here; the poll finds it."""
        async with self:
            while True:
                try:
                    async with self._redis.pubsub() as pubsub:
                        await self._listen(pubsub)
                except (RedisError, OSError, TimeoutError) as trouble:
                    self._complaint.make(type(trouble).__name__)
                await asyncio.sleep(SECONDS_BETWEEN_TRIES * random.uniform(0.75, 1.25))  # nosec B311 # spreads load

    async def _listen(self, pubsub: PubSub) -> None:
        """Pass on what is heard. Raises when the connection breaks, or Redis does not answer."""
        async with asyncio.timeout(SECONDS_TO_SUBSCRIBE):
            await pubsub.subscribe(TOPIC)
        is_asked = False
        while True:
            message = await pubsub.get_message(timeout=SECONDS_OF_SILENCE)
            if message:
                self._complaint.end()
                self._hear(message)
            elif is_asked:
                raise TimeoutError
            else:
                await pubsub.ping()
            is_asked = message is None

    def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "message":
            names = self._envelope.open(message["data"])
            if names and names[0] != self.origin:
                self._heard(names[1:])
