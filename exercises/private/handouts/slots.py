"""The field of one person in which handouts lie, of fixed length: boxes in slots, under a seal of their data key.

By the seal the server finds a box again; what is in it, only that person's open pages can read. When a counselor gives
something to one of two, the fields of both are sealed anew: neither a copy of the database nor two copies compared tell
to whom.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from couples.keys import boxes, data_keys
from couples.keys.opening import unseal_or_note
from exercises.private.models import Handouts

SLOTS: Final = 16
"""Handouts that one person can have at a time, of all their counselors together, with those that are put away."""
BODY: Final = 2048
"""Bytes of one handout: enough for the longest note, sealed, in characters of four bytes each."""
ID_BYTES: Final = 16
SLOT_BYTES: Final = 2 * ID_BYTES + BODY + boxes.OVERHEAD
FREE: Final = bytes(ID_BYTES)
AWAY: Final = UUID(int=0)
"""In place of the link where somebody has put it away: no link in force, so it gives way before anything else does."""


@dataclass(frozen=True)
class Slot:
    """A box, by the id of what is in it, and the link by which it was given."""

    id: UUID
    link: UUID
    box: bytes = b""


def empty(person: UUID, data_key: bytes) -> bytes:
    """Return the field without a handout, as long as one with many."""
    return _sealed([], person, data_key)


def of(person: UUID, data_key: bytes) -> list[Slot]:
    """Return what this person has, the oldest first; what is put away, before all else."""
    stored = Handouts.objects.filter(person=person).values_list("received", flat=True).first()
    return _opened(bytes(stored), person, data_key) if stored else []


def rewrite(people: Collection[UUID], change: Callable[[UUID, list[Slot]], list[Slot]]) -> None:
    """Change what these people have, the oldest first, and seal it anew for each, changed or not. In a transaction."""
    keys = data_keys.data_keys(dict.fromkeys(people))
    rows = Handouts.objects.select_for_update().defer("told").filter(person__in=people)
    for row in rows.order_by("person_id"):
        if key := keys.get(row.person_id):
            changed = change(row.person_id, _opened(bytes(row.received), row.person_id, key))
            row.received = _sealed(changed, row.person_id, key)
            row.save(update_fields=["received"])


def without(slots: list[Slot], handout: UUID) -> list[Slot]:
    return [one for one in slots if one.id != handout]


def with_room(slots: list[Slot], in_force: set[UUID]) -> list[Slot]:
    """Return them with a free slot: one that is put away gives way, or the oldest by a link that has ended; without
    one, the oldest."""
    if len(slots) < SLOTS:
        return slots
    ended = [one for one in slots if one.link not in in_force]
    return without(slots, (ended or slots)[0].id)


def _sealed(slots: list[Slot], person: UUID, key: bytes) -> bytes:
    """Seal as many slots as everybody has; the free ones hold bytes that nothing opens."""
    filled = [one.id.bytes + one.link.bytes + one.box for one in slots]
    free = [FREE + os.urandom(SLOT_BYTES - ID_BYTES) for _ in range(SLOTS - len(slots))]
    return data_keys.seal(key, b"".join(filled + free), _context(person))


def _opened(stored: bytes, person: UUID, key: bytes) -> list[Slot]:
    """Return what is there; nothing where it was sealed under another key."""
    plain = unseal_or_note(key, stored, _context(person)) or b""
    parts = [plain[begin : begin + SLOT_BYTES] for begin in range(0, len(plain), SLOT_BYTES)]
    return [
        Slot(UUID(bytes=part[:ID_BYTES]), UUID(bytes=part[ID_BYTES : 2 * ID_BYTES]), part[2 * ID_BYTES :])
        for part in parts
        if part[:ID_BYTES] != FREE
    ]


def _context(person: UUID) -> bytes:
    return f"handouts|{person}".encode()
