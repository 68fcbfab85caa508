"""Whose first sign-in is expected, because an operator has made the account: the first factor counts at once there.

It is kept in the database `keys`. What the main database says of earlier sign-ins decides nothing.
"""

from typing import Final
from uuid import UUID

from couples.keys import latest

NEW: Final = "new by operator"


def expect(person: UUID) -> None:
    latest.put(NEW, person, b"\x01")


def is_it(person: UUID) -> bool:
    """Return whether this sign-in is the one that was expected. Only once."""
    expected = bool(latest.known(NEW, [person]))
    if expected:
        latest.forget(NEW, person)
    return expected
