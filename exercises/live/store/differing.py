"""Which items of a session both opened and see differently: stored beside it, so that a list of many couples need not
read every session. Sealed under the keys of both, and of one length, so that the database does not tell.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from couples.keys import data_keys
from exercises.core.items import items, seen_differently
from exercises.core.pair import Pair, Partner
from exercises.core.session import Session
from exercises.live.access import StreamAccess
from exercises.live.store import streams


def changed(granted: StreamAccess, before: Session, after: Session) -> dict[str, Any]:
    """Return the column that a command changes with which a session of an exercise with items goes from one state to
    the other: when it is completed, and when words of it are taken back."""
    if not (after.played_through and items(after.exercise)):
        return {}
    now = seen_differently(after)
    if before.played_through and seen_differently(before) == now:
        return {}
    key_of = streams.key_of(granted)
    return {"differing": sealed(now, granted.stream, Pair(key_of(Partner.A), key_of(Partner.B)))}


def sealed(numbers: frozenset[int], stream: UUID, keys: Pair[bytes | None]) -> bytes:
    """Return it as it is stored; nothing once one of the two keys is destroyed."""
    if keys.a is None or keys.b is None:
        return b""
    inner = data_keys.seal(keys.a, bytes(sorted(numbers)), _context(stream))
    return data_keys.seal(keys.b, inner, _context(stream))


def of(stored: bytes, stream: UUID, keys: Pair[bytes | None]) -> frozenset[int]:
    """Return the numbers of the items; none of a session that is not completed, or of which a key is destroyed.

    Raises CannotOpen for what was not sealed for this session.
    """
    if not stored or keys.a is None or keys.b is None:
        return frozenset()
    inner = data_keys.unseal(keys.b, stored, _context(stream))
    return frozenset(data_keys.unseal(keys.a, inner, _context(stream)))


def _context(stream: UUID) -> bytes:
    return f"stream|{stream}|differing".encode()
