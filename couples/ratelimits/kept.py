"""Counts tries of secrets that are few once more, in the database `keys`: who writes to the main one could delete them.

The bound is above what all other waits allow together in that time, so that nobody but who deletes them comes to it.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from couples.keys import data_keys, latest

from .waits import LONGEST_WAIT, NONE

TRIES: Final = "tries"
"""Under this purpose, `keys` holds how many there were and since when, of a person whom it does not name."""
MOST: Final = 1000
WITHIN: Final = timedelta(hours=1)
NUMBER_BYTES: Final = 4


def take(name: str, person: str) -> timedelta:
    """Count a try of this kind of secret and return NONE, or how long to wait. Simultaneous ones are all counted."""
    return NONE if _counted(name, person) <= MOST else LONGEST_WAIT


def is_first(name: str, secret: str) -> bool:
    """Whether this was not used before within that time; from now on it was."""
    return _counted(name, secret) == 1


def forget_over() -> int:
    """Forget the counts whose time is over. Returns how many there were; idempotent."""
    now = timezone.now().timestamp()
    over = [
        (subject, value)
        for subject, value in latest.values(TRIES).items()
        if now - _read(value)[1] >= WITHIN.total_seconds()
    ]
    return sum(latest.replace(TRIES, subject, value, None) for subject, value in over)


def _counted(name: str, whose: str) -> int:
    """Count once more and return the number, which no longer grows above MOST."""
    subject = UUID(bytes=data_keys.mac("throttle", f"{name} {whose}".encode())[:16])
    while True:
        before = latest.value(TRIES, subject)
        now = int(timezone.now().timestamp())
        number, since = _read(before) if before else (0, now)
        if now - since >= WITHIN.total_seconds():
            number, since = 0, now
        if number >= MOST:
            return MOST + 1
        if latest.replace(TRIES, subject, before, _written(number + 1, since)):
            return number + 1


def _read(value: bytes) -> tuple[int, int]:
    return int.from_bytes(value[:NUMBER_BYTES], "big"), int.from_bytes(value[NUMBER_BYTES:], "big")


def _written(number: int, since: int) -> bytes:
    return number.to_bytes(NUMBER_BYTES, "big") + since.to_bytes(8, "big")
