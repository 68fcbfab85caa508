"""What counselors gave to one person alone, sealed in one field of fixed length.

Each handout lies in a box that only that person's open pages open. Around all boxes is a seal under their data key, by
which the server finds a box again. When a counselor gives something to one of two, the fields of both are sealed anew:
neither a copy of the database nor two copies compared tell to whom.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from couples.keys import boxes, data_keys
from couples.keys.opening import unseal_or_note
from couples.lock.locks import OpenStore
from exercises.private.models import Handouts

SLOTS: Final = 16
"""Handouts that one person can have at a time, of all their counselors together."""
MAX_NOTE_LENGTH: Final = 300
BODY: Final = 2048
"""Bytes of one handout: enough for the longest note, sealed, in characters of four bytes each."""
ID_BYTES: Final = 16
SLOT_BYTES: Final = 2 * ID_BYTES + BODY + boxes.OVERHEAD
FREE: Final = bytes(ID_BYTES)


@dataclass(frozen=True)
class Slot:
    """A box, by the id of what is in it, and the link by which it was given."""

    id: UUID
    link: UUID
    box: bytes


@dataclass(frozen=True)
class Handout:
    """`on`: the day on which it was given, in ISO form. `counselor`: who gave it."""

    id: UUID
    link: UUID
    counselor: UUID
    slug: str
    on: str
    note: str


def nothing(person: UUID, data_key: bytes) -> bytes:
    """Return the field without a handout, as long as one with many."""
    return _sealed([], person, data_key)


def in_slot(person: UUID, public: bytes, handout: Handout, key: bytes) -> Slot:
    """Return the handout in a box for this person. `key`: its counselor's data key, under which her note is sealed."""
    said = data_keys.seal(key, handout.note.encode(errors="replace"), _note_context(person, handout))
    content = {
        "from": str(handout.counselor),
        "slug": handout.slug,
        "on": handout.on,
        "note": b64encode(said).decode(),
    }
    body = json.dumps(content, separators=(",", ":")).encode()
    box = boxes.seal(public, body.ljust(BODY), _context(person, handout))
    return Slot(handout.id, handout.link, box)


def rewrite(people: Collection[UUID], change: Callable[[UUID, list[Slot]], list[Slot]]) -> None:
    """Change what these people have, the oldest first, and seal it anew for each, changed or not. In a transaction."""
    keys = data_keys.data_keys(dict.fromkeys(people))
    rows = Handouts.objects.select_for_update().defer("told").filter(person__in=people)
    for row in rows.order_by("person_id"):
        if key := keys.get(row.person_id):
            changed = change(row.person_id, _slots(bytes(row.received), row.person_id, key))
            row.received = _sealed(changed, row.person_id, key)
            row.save(update_fields=["received"])


def read(open_store: OpenStore) -> list[Handout]:
    """Return this person's handouts, the latest first. What a counselor gave is gone with her key."""
    stored = Handouts.objects.filter(person=open_store.person).values_list("received", flat=True).first()
    slots = _slots(bytes(stored), open_store.person, open_store.data_key) if stored else []
    found = [(one, json.loads(body)) for one in reversed(slots) if (body := _body(open_store, one))]
    keys = data_keys.data_keys({UUID(said["from"]): None for _slot, said in found})
    handouts = [_read(open_store.person, one, said, keys) for one, said in found]
    return [one for one in handouts if one is not None]


def put_away(open_store: OpenStore, handout: UUID) -> None:
    """Drop it from this person's pages. Idempotent. Call it in a transaction."""
    rewrite([open_store.person], lambda _person, slots: without(slots, handout))


def without(slots: list[Slot], handout: UUID) -> list[Slot]:
    return [one for one in slots if one.id != handout]


def rekeyed(before: OpenStore, after: OpenStore) -> None:
    """Seal every box to the other key of the pages, in the transaction that stores it. One that does not open goes."""

    def again(person: UUID, slots: list[Slot]) -> list[Slot]:
        bodies = [(one, _body(before, one)) for one in slots]
        return [
            replace(one, box=boxes.seal(after.public, body, _context(person, one)))
            for one, body in bodies
            if body
        ]

    rewrite([before.person], again)


def _read(person: UUID, slot: Slot, said: dict[str, str], keys: Mapping[UUID, bytes]) -> Handout | None:
    counselor = UUID(said["from"])
    if counselor not in keys:
        return None
    found = Handout(slot.id, slot.link, counselor, said["slug"], said["on"], "")
    words = unseal_or_note(keys[counselor], b64decode(said["note"]), _note_context(person, found))
    return None if words is None else replace(found, note=words.decode())


def _body(open_store: OpenStore, slot: Slot) -> bytes | None:
    """Return what is in the box, or None if it was sealed to another key."""
    try:
        return boxes.unseal(open_store.secret("sent in"), slot.box, _context(open_store.person, slot))
    except data_keys.CannotOpen:
        return None


def _sealed(slots: list[Slot], person: UUID, key: bytes) -> bytes:
    """Seal as many slots as everybody has; the free ones hold bytes that nothing opens."""
    filled = [one.id.bytes + one.link.bytes + one.box for one in slots]
    free = [FREE + os.urandom(SLOT_BYTES - ID_BYTES) for _ in range(SLOTS - len(slots))]
    return data_keys.seal(key, b"".join(filled + free), _field_context(person))


def _slots(stored: bytes, person: UUID, key: bytes) -> list[Slot]:
    """Return what is there; nothing where it was sealed under another key."""
    plain = unseal_or_note(key, stored, _field_context(person)) or b""
    parts = [plain[begin : begin + SLOT_BYTES] for begin in range(0, len(plain), SLOT_BYTES)]
    return [
        Slot(UUID(bytes=part[:ID_BYTES]), UUID(bytes=part[ID_BYTES : 2 * ID_BYTES]), part[2 * ID_BYTES :])
        for part in parts
        if part[:ID_BYTES] != FREE
    ]


def _field_context(person: UUID) -> bytes:
    return f"handouts|{person}".encode()


def _context(person: UUID, slot: Slot | Handout) -> bytes:
    return f"handout|{person}|{slot.id}|{slot.link}".encode()


def _note_context(person: UUID, handout: Handout) -> bytes:
    return f"handout|{person}|{handout.id}|{handout.link}|{handout.counselor}|note".encode()
