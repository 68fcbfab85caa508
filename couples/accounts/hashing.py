"""Password hashes, never more than a few at once: each takes a quarter of a second and 100 MiB of memory.

Whoever signs in, sets a password or opens private pages waits for a turn, and keeps no database connection meanwhile.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher
from django.db import connections

MAX_AT_ONCE: Final = 2
MAX_WAITING: Final = 20
WAIT_SECONDS: Final = 5.0


class Busy(Exception):
    """Too many others want a password looked at just now. Nothing has happened."""


class Turns:
    """`at_once` turns, and room for `waiting` who wait `seconds` at most."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(waiting)
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and keep it for the block. Raises Busy."""
        if not self._turns.acquire(blocking=False):
            self._wait()
        try:
            yield
        finally:
            self._turns.release()

    def _wait(self) -> None:
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            lend_connections()
            if not self._turns.acquire(timeout=self._seconds):
                raise Busy
        finally:
            self._room.release()


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
