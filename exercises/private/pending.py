"""The pending entry: one posted form that arrived while the private pages were locked, sealed at a fixed length.

Anyone using a signed-in device can send one, so it never changes the private store, is not replaced by a second one,
and is shown as pending until its owner saves or discards it. It is sealed to the public key of the pages: only who
opens them can read it. Whether there is one, the server knows from a head of its own. The work done does not depend on
what is there. What does not fit is not kept.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from couples.facts import holding
from couples.keys import boxes, data_keys
from couples.lock.locks import OpenStore
from couples.lock.models import StoreLock
from exercises.private.models import PrivateStore

SIZE: Final = 20 * 1024
"""Bytes: enough for the longest form, completely filled with characters of three bytes each."""
ABOUT: Final = "about"
"""The hidden field that says to which thing on its page a form belongs. It is not among the words."""
HEAD_BYTES: Final = data_keys.sealed_bytes(0)
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class SentIn:
    """A pending entry. `mark` identifies it, so that one that was never shown is not saved or discarded."""

    path: str
    fields: Fields
    mark: str

    @property
    def words(self) -> list[str]:
        """The answers, in order, but those with several choices."""
        return [value for name, value in self.fields.items() if name != ABOUT and isinstance(value, str)]


def nothing(data_key: bytes, person: UUID) -> bytes:
    """Return the field without an entry, as long as one with an entry."""
    return _head(data_key, person, "") + os.urandom(SIZE + boxes.OVERHEAD)


def keep(person: UUID, path: str, fields: Fields, mark: str = "") -> bool:
    """Keep a pending entry. Returns False if there is another one, no key that holds, or it is too long.

    `mark`: of the form that was sent, so that sending it again is no other entry.

    The work is the same. Needs the row made by `store.make`.
    """
    sent = SentIn(path, dict(fields), mark or secrets.token_hex(4))
    data_key = data_keys.data_key(person)
    with transaction.atomic():
        holding.lock([person])  # first, as whoever gives the pages another key does
        public = public_of(person)
        row = PrivateStore.objects.select_for_update().only("pending").filter(person_id=person).first()
        if row is None or data_key is None or public is None:
            return False
        body = _body(sent)
        there = _mark(data_key, person, bytes(row.pending))
        fits = not there and len(body) <= SIZE
        made = _head(data_key, person, sent.mark) + _box(public, body[:SIZE], person)
        _put(person, made if fits else bytes(row.pending))
    return fits or there == sent.mark


def read(open_store: OpenStore) -> SentIn | None:
    """Return this person's pending entry, or None."""
    row = PrivateStore.objects.filter(person_id=open_store.person).values_list("pending", flat=True).first()
    return _opened(open_store, bytes(row)) if row else None


def at(open_store: OpenStore, path: str) -> SentIn | None:
    """Return the pending entry if it belongs to this page."""
    found = read(open_store)
    return found if found and found.path == path else None


def drop(open_store: OpenStore, mark: str) -> None:
    """Discard the pending entry if it has this mark."""
    with transaction.atomic():
        rows = PrivateStore.objects.select_for_update().only("pending").filter(person_id=open_store.person)
        row = rows.first()
        if row and mark and _mark(open_store.data_key, open_store.person, bytes(row.pending)) == mark:
            _put(open_store.person, nothing(open_store.data_key, open_store.person))


def rekeyed(before: OpenStore, after: OpenStore, pending: bytes) -> bytes:
    """Return the field sealed to the other key of the pages."""
    return _sealed(after, _opened(before, pending))


def sealed_anew(open_store: OpenStore, before: bytes) -> bytes:
    """Return what was sealed under the data key, sealed as it is now. Only for the migration."""
    try:
        found = json.loads(data_keys.unseal(open_store.data_key, before, _context(open_store.person)))
    except data_keys.CannotOpen:
        found = None
    return _sealed(open_store, SentIn(**found) if found else None)


def public_of(person: UUID) -> bytes | None:
    """Return the public key of the pages, if it holds. Whoever writes to the database could put theirs there."""
    try:
        rows = holding.held(person).rows(StoreLock)
    except holding.DoesNotHold:
        return None
    return bytes(rows[0]["public"]) if rows else None


def _sealed(open_store: OpenStore, sent: SentIn | None) -> bytes:
    if sent is None:
        return nothing(open_store.data_key, open_store.person)
    head = _head(open_store.data_key, open_store.person, sent.mark)
    return head + _box(open_store.public, _body(sent), open_store.person)


def _put(person: UUID, pending: bytes) -> None:
    PrivateStore.objects.filter(person_id=person).update(pending=pending)


def _body(sent: SentIn) -> bytes:
    return json.dumps(asdict(sent), ensure_ascii=False, separators=(",", ":")).encode()


def _head(data_key: bytes, person: UUID, mark: str) -> bytes:
    """Seal which entry is there, or that there is none. The server can read it, and nothing else of the entry."""
    return data_keys.seal(data_key, mark.encode(), _context(person))


def _mark(data_key: bytes, person: UUID, pending: bytes) -> str:
    try:
        return data_keys.unseal(data_key, pending[:HEAD_BYTES], _context(person)).decode()
    except data_keys.CannotOpen:  # sealed under a destroyed key, or an old row without a pending entry
        return ""


def _box(public: bytes, body: bytes, person: UUID) -> bytes:
    """Seal the entry, padded with blanks, which JSON ignores."""
    return boxes.seal(public, body.ljust(SIZE), _context(person))


def _opened(open_store: OpenStore, pending: bytes) -> SentIn | None:
    if not _mark(open_store.data_key, open_store.person, pending):
        return None
    try:
        body = boxes.unseal(open_store.secret("sent in"), pending[HEAD_BYTES:], _context(open_store.person))
    except data_keys.CannotOpen:  # sealed to another key
        return None
    return SentIn(**json.loads(body))


def _context(person: UUID) -> bytes:
    return f"shelf waiting|{person}".encode()
