"""Password hashes, never more than a few at once: each takes a quarter of a second and 100 MiB of memory.

Whoever signs in, sets a password or opens private pages waits for a turn, and keeps no database connection meanwhile.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher
from django.db import connections

from couples.ratelimits.devices import served_first

MAX_AT_ONCE: Final = 2
MAX_WAITING: Final = 20
WAIT_SECONDS: Final = 5.0


class Busy(Exception):
    """Too many others want a password looked at just now. Nothing has happened."""


class Turns:
    """`at_once` turns, and room for `waiting` who wait `seconds` at most.

    Whoever comes from a known device of the person concerned has room of the same size of their own, and goes first.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._lock = threading.Lock()
        self._free = at_once
        self._known: deque[threading.Event] = deque()
        self._others: deque[threading.Event] = deque()
        self._waiting, self._seconds = waiting, seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and keep it for the block. Raises Busy."""
        self._take()
        try:
            yield
        finally:
            self._pass_on()

    def _take(self) -> None:
        queue = self._known if served_first.get() else self._others
        with self._lock:
            if self._free:
                self._free -= 1
                return
            if len(queue) >= self._waiting:
                raise Busy
            queue.append(mine := threading.Event())
        lend_connections()
        if mine.wait(self._seconds):
            return
        with self._lock:
            if not mine.is_set():  # it may have come in the last moment
                queue.remove(mine)
                raise Busy

    def _pass_on(self) -> None:
        """Give the turn to whoever waits longest, those from known devices first."""
        with self._lock:
            for queue in (self._known, self._others):
                if queue:
                    queue.popleft().set()
                    return
            self._free += 1


def lend_connections() -> None:
    """Give this thread's database connections back, unless in a transaction. The next query borrows one again."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


HASHING: Final = Turns(MAX_AT_ONCE, MAX_WAITING, WAIT_SECONDS)


class Argon2InTurn(Argon2PasswordHasher):
    def encode(self, password: str, salt: str) -> str:
        with HASHING.turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with HASHING.turn():
            return super().verify(password, encoded)


class PBKDF2InTurn(PBKDF2PasswordHasher):
    """Looks at passwords that were hashed before; its `verify` calls `encode`."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with HASHING.turn():
            return super().encode(password, salt, iterations)
