"""Looks whether something was taken back in another process since this one read a stream from its first record.

Going on from memory asks nothing of the database `keys`, so that a command does without it. A page, a socket that opens
and a command that opens a form have it asked: or who cuts a stream back would have shown, from memory, what is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from couples.keys.recently_used import RecentlyUsed
from exercises.live.access import StreamAccess
from exercises.live.store import streams, taken_back

known: Final[RecentlyUsed[UUID, list[bytes]]] = RecentlyUsed(streams.MAX_STATES)
"""How far each stream had to go at the last look, where it had to go anywhere."""


def look(several: Iterable[StreamAccess]) -> bool:
    """Forget what is remembered of streams that have to go elsewhere than at the last look. One query.

    They are then read from the first record, and verified. Returns whether there was one.
    """
    asked = {granted.stream for granted in several}
    states = taken_back.states(asked) if asked else {}
    changed = [stream for stream in asked if states.get(stream, []) != (known.get(stream) or [])]
    for stream in changed:
        streams.memory.forget(stream)  # first, or another thread would go on from it
        known.put(stream, states.get(stream, []))
    return bool(changed)
