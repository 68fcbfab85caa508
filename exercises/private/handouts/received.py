"""What counselors gave to one person alone: each handout in a box that only that person's open pages open.

Putting one away moves it behind the others, where the server can tell that it may give way to something new; taking it
out brings it to the top. Both change that person's row alone.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from couples.keys import boxes, data_keys
from couples.keys.opening import unseal_or_note
from couples.lock.locks import OpenStore
from exercises.private.handouts import slots
from exercises.private.handouts.slots import AWAY, BODY, Slot

MAX_NOTE_LENGTH: Final = 300


@dataclass(frozen=True)
class Handout:
    """`on`: the day on which it was given, in ISO form. `counselor`: who gave it. `is_away`: it was put away."""

    id: UUID
    link: UUID
    counselor: UUID
    slug: str
    on: str
    note: str
    is_away: bool = False


def in_slot(person: UUID, public: bytes, handout: Handout, key: bytes) -> Slot:
    """Return the handout in a box for this person. `key`: its counselor's data key, under which her note is sealed."""
    said = data_keys.seal(key, handout.note.encode(errors="replace"), _note_context(person, handout))
    content = {
        "from": str(handout.counselor),
        "slug": handout.slug,
        "on": handout.on,
        "note": b64encode(said).decode(),
    }
    return _boxed(person, public, Slot(handout.id, handout.link), content)


def read(open_store: OpenStore) -> list[Handout]:
    """Return this person’s handouts that are not put away, the latest first. What a counselor gave is gone with her
    key."""
    there = [one for one in slots.of(open_store.person, open_store.data_key) if one.link != AWAY]
    return _read_all(open_store, there)


def read_away(open_store: OpenStore) -> list[Handout]:
    """Return those that this person has put away, the latest first."""
    away = [one for one in slots.of(open_store.person, open_store.data_key) if one.link == AWAY]
    return _read_all(open_store, away)


def put_away(open_store: OpenStore, handout: UUID) -> None:
    """Move it to what is put away. Idempotent. Call it in a transaction, as the two below.

    Where these pages got another key meanwhile, its box does not open, and it stays where it is; so does `take_out`.
    """

    def change(person: UUID, found: list[Slot]) -> list[Slot]:
        away, rest = _parted(found)
        moved = [
            _boxed(person, open_store.public, replace(one, link=AWAY), said | {"link": str(one.link)})
            for one in rest
            if one.id == handout and (said := _said(open_store, one))
        ]
        return [*away, *moved, *slots.without(rest, handout)] if moved else found

    slots.rewrite([open_store.person], change)


def take_out(open_store: OpenStore, handout: UUID) -> None:
    """Bring back what was put away, on top. Idempotent. It stays where it is if its box does not open here."""

    def change(person: UUID, found: list[Slot]) -> list[Slot]:
        away, rest = _parted(found)
        back = [
            _boxed(person, open_store.public, replace(one, link=UUID(said.pop("link"))), said)
            for one in away
            if one.id == handout and (said := _said(open_store, one))
        ]
        return [*slots.without(away, handout), *rest, *back] if back else found

    slots.rewrite([open_store.person], change)


def remove(open_store: OpenStore, handout: UUID) -> None:
    """Drop what was put away, for good. Idempotent."""

    def change(_person: UUID, found: list[Slot]) -> list[Slot]:
        away, rest = _parted(found)
        return [*slots.without(away, handout), *rest]

    slots.rewrite([open_store.person], change)


def rekeyed(before: OpenStore, after: OpenStore) -> None:
    """Seal every box to the other key of the pages, in the transaction that stores it. One that does not open goes."""

    def again(person: UUID, found: list[Slot]) -> list[Slot]:
        opened = [(one, _said(before, one)) for one in found]
        return [_boxed(person, after.public, one, said) for one, said in opened if said]

    slots.rewrite([before.person], again)


def _parted(found: list[Slot]) -> tuple[list[Slot], list[Slot]]:
    """Return what is put away, and the rest."""
    return [one for one in found if one.link == AWAY], [one for one in found if one.link != AWAY]


def _read_all(open_store: OpenStore, found: list[Slot]) -> list[Handout]:
    opened = [(one, said) for one in reversed(found) if (said := _said(open_store, one))]
    keys = data_keys.data_keys({UUID(said["from"]): None for _slot, said in opened})
    handouts = [_read(open_store.person, one, said, keys) for one, said in opened]
    return [one for one in handouts if one is not None]


def _read(person: UUID, slot: Slot, said: dict[str, str], keys: Mapping[UUID, bytes]) -> Handout | None:
    counselor, link = UUID(said["from"]), UUID(said.get("link", str(slot.link)))
    if counselor not in keys:
        return None
    found = Handout(slot.id, link, counselor, said["slug"], said["on"], "", slot.link == AWAY)
    words = unseal_or_note(keys[counselor], b64decode(said["note"]), _note_context(person, found))
    return None if words is None else replace(found, note=words.decode())


def _boxed(person: UUID, public: bytes, slot: Slot, said: Mapping[str, str]) -> Slot:
    """Return the slot with this in its box."""
    body = json.dumps(said, separators=(",", ":")).encode()
    return replace(slot, box=boxes.seal(public, body.ljust(BODY), _context(person, slot)))


def _said(open_store: OpenStore, slot: Slot) -> dict[str, str] | None:
    """Return what is in the box, or None if it was sealed to another key."""
    try:
        body = boxes.unseal(open_store.secret("sent in"), slot.box, _context(open_store.person, slot))
    except data_keys.CannotOpen:
        return None
    found: dict[str, str] = json.loads(body)
    return found


def _context(person: UUID, slot: Slot) -> bytes:
    return f"handout|{person}|{slot.id}|{slot.link}".encode()


def _note_context(person: UUID, handout: Handout) -> bytes:
    return f"handout|{person}|{handout.id}|{handout.link}|{handout.counselor}|note".encode()
