"""The pending entry: one posted form that arrived while the private pages were locked, sealed at a fixed length.

Anyone using a signed-in device can send one, so it never changes the private store, is not replaced by a second one,
and is shown as pending until its owner saves or discards it. The work done does not depend on the store's content.
What does not fit is not kept.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from couples.keys import data_keys
from exercises.private.models import PrivateStore

SIZE: Final = 20 * 1024
"""Bytes: enough for the longest form, completely filled with characters of three bytes each."""
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class SentIn:
    """A pending entry. `mark` identifies it, so that one that was never shown is not saved or discarded."""

    path: str
    fields: Fields
    mark: str


def nothing(key: bytes, person: UUID) -> bytes:
    """Return the sealed field without an entry, as long as one with an entry."""
    return _sealed(key, person, None)


def keep(person: UUID, path: str, fields: Fields) -> bool:
    """Keep a pending entry. Returns False if there is one already, no key, or it is too long; the work is the same.

    Needs the row made by `store.make`.
    """
    sent = SentIn(path, dict(fields), secrets.token_hex(4))
    with _changing(person) as (key, before):
        if key is None:
            return False
        fits = before is None and len(_body(sent)) <= _room()
        _put(key, person, sent if fits else before)
        return fits


def read(person: UUID) -> SentIn | None:
    """Return this person's pending entry, or None."""
    key = data_keys.data_key(person)
    row = PrivateStore.objects.filter(person_id=person).values_list("pending", flat=True).first()
    return _opened(key, person, bytes(row)) if key and row else None


def at(person: UUID, path: str) -> SentIn | None:
    """Return the pending entry if it belongs to this page."""
    found = read(person)
    return found if found and found.path == path else None


def drop(person: UUID, mark: str) -> None:
    """Discard the pending entry if it has this mark."""
    with _changing(person) as (key, before):
        if key and before and before.mark == mark:
            _put(key, person, None)


@contextmanager
def _changing(person: UUID) -> Iterator[tuple[bytes | None, SentIn | None]]:
    """Lock the row, and yield the key and the pending entry; the store itself is not read."""
    key = data_keys.data_key(person)
    with transaction.atomic():
        row = PrivateStore.objects.select_for_update().only("pending").filter(person_id=person).first()
        yield key, _opened(key, person, bytes(row.pending)) if key and row else None


def _put(key: bytes, person: UUID, sent: SentIn | None) -> None:
    PrivateStore.objects.filter(person_id=person).update(pending=_sealed(key, person, sent))


def _body(sent: SentIn | None) -> bytes:
    return json.dumps(sent and asdict(sent), ensure_ascii=False, separators=(",", ":")).encode()


def _room() -> int:
    return SIZE - data_keys.LENGTH_BYTES


def _sealed(key: bytes, person: UUID, sent: SentIn | None) -> bytes:
    """Seal the entry, padded with blanks, which JSON ignores."""
    return data_keys.seal(key, _body(sent).ljust(_room()), _context(person))


def _opened(key: bytes, person: UUID, sealed: bytes) -> SentIn | None:
    try:
        found = json.loads(data_keys.unseal(key, sealed, _context(person)))
    except data_keys.CannotOpen:  # sealed under a destroyed key, or an old row without a pending entry
        return None
    return None if found is None else SentIn(**found)


def _context(person: UUID) -> bytes:
    return f"shelf waiting|{person}".encode()
