"""Looks whether something was taken back in another process since this one read a stream from its first record.

Going on from memory asks nothing of the database `keys`, so that a command does without it. A page, a socket that opens
and a command that opens a form have it asked: or who cuts a stream back would have shown, from memory, what is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from couples.keys import data_keys
from couples.keys.recently_used import RecentlyUsed
from exercises.live.access import StreamAccess
from exercises.live.store import streams, taken_back

known: Final[RecentlyUsed[UUID, list[bytes]]] = RecentlyUsed(streams.MAX_STATES)
"""How far each stream had to go at the last look, where it had to go anywhere."""


def look(several: Iterable[StreamAccess]) -> bool:
    """Forget what is remembered of streams that have to go elsewhere than at the last look. One query.

    They are then read from the first record, and verified, with the keys that there are now. Returns whether there was
    one.
    """
    granted = list(several)
    states = taken_back.states({one.stream for one in granted}) if granted else {}
    changed = [one for one in granted if states.get(one.stream, []) != (known.get(one.stream) or [])]
    for one in changed:
        for person in one.people:
            data_keys.forget(person.id)  # perhaps it is destroyed, and the epoch that says so was put back
        streams.memory.forget(one.stream)  # first, or another thread would go on from it
        known.put(one.stream, states.get(one.stream, []))
    return bool(changed)
