"""The private store: all private pages of one person, sealed in one field of fixed length.

Everybody has a row of the same length without times or counts, so that a copy of the database does not show who
writes here. It is read and written with the open store of a request alone; the server has nothing else that opens it
once there is a PIN. What does not fit is refused before anything changes. What is sent in while the pages are locked is
kept apart, in `pending`.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from couples.keys import data_keys
from couples.lock import locks
from couples.lock.locks import OpenStore
from exercises.private import pending
from exercises.private.handouts import received, slots, told
from exercises.private.models import Handouts, PrivateStore

SIZE: Final = 64 * 1024
"""Bytes: compressed, it holds a dozen check-ins, forty limits, a map of thirty entries and a year of writing."""
SECTIONS: Final = ("check_ins", "limits", "map", "sheets")
LENGTH: Final = 4
ID_DIGITS: Final = 8
"""Of the id of an entry, in hexadecimal."""
SEALED_BYTES: Final = data_keys.sealed_bytes(SIZE - data_keys.LENGTH_BYTES)

Contents = dict[str, Any]


class Full(Exception):
    """The change does not fit into the store. Nothing has changed."""


class Gone(Exception):
    """The pages were emptied or erased since they were opened here, or have another key. Nothing has changed."""


def make(person: UUID) -> None:
    """Create an empty store, a lock, and room for handouts, unless this person has a store or no data key."""
    if PrivateStore.objects.filter(person_id=person).exclude(pending=b"").exists():
        return
    if lock := locks.of(person):
        empty = _nothing(person, lock.data_key)
        Handouts.objects.get_or_create(person_id=person, defaults=no_handouts(person, lock.data_key))
        PrivateStore.objects.get_or_create(person_id=person, defaults=empty)
        PrivateStore.objects.filter(person_id=person, pending=b"").update(pending=empty["pending"])


def read(open_store: OpenStore) -> Contents:
    """Return the contents; empty if there is no store, or nothing was written in it with this key."""
    row = PrivateStore.objects.filter(person_id=open_store.person).defer("pending").first()
    return _opened(open_store, bytes(row.sealed)) if row else _empty()


@contextmanager
def changing(open_store: OpenStore) -> Iterator[Contents]:
    """Yield the contents to be changed, holding the row's lock. Raises Full or Gone, and then nothing is changed."""
    make(open_store.person)
    with transaction.atomic():
        row = (
            PrivateStore.objects.select_for_update()
            .defer("pending")
            .filter(person_id=open_store.person)
            .first()
        )
        if row is None or not locks.is_current(open_store):
            raise Gone
        contents = _opened(open_store, bytes(row.sealed))
        yield contents
        row.sealed = _sealed(open_store, contents)
        row.save(update_fields=["sealed"])


def erase(person: UUID) -> None:
    """Empty the store, with its key, its PIN and all handouts. The rows stay, unless the data key is destroyed."""
    with transaction.atomic():
        locks.renew(person)
        rows, handouts = (one.objects.filter(person_id=person) for one in (PrivateStore, Handouts))
        if lock := locks.of(person):
            rows.update(**_nothing(person, lock.data_key))
            handouts.update(**no_handouts(person, lock.data_key))
        else:
            rows.delete()
            handouts.delete()


def rekeyed(change: tuple[OpenStore, OpenStore]) -> None:
    """Seal everything under the other key of the pages, in the transaction that stores it."""
    before, after = change
    row = PrivateStore.objects.select_for_update().filter(person_id=before.person).first()
    if row is not None:
        row.sealed = _sealed(after, _opened(before, bytes(row.sealed)))
        row.pending = pending.rekeyed(before, after, bytes(row.pending))
        row.save(update_fields=["sealed", "pending"])
    received.rekeyed(before, after)


def no_handouts(person: UUID, data_key: bytes) -> dict[str, bytes]:
    """Return the fields of somebody who got and told nothing."""
    return {"received": slots.empty(person, data_key), "told": told.nothing(person, data_key)}


def sealed_anew(open_store: OpenStore, before: bytes) -> bytes:
    """Return what was sealed under the data key, sealed as it is now. Only for the migration."""
    try:
        padded = data_keys.unseal(open_store.data_key, before, _context(open_store.person))
    except data_keys.CannotOpen:
        return _nothing(open_store.person, open_store.data_key)["sealed"]
    return data_keys.seal(open_store.secret("store"), padded, _context(open_store.person))


def exported(open_store: OpenStore) -> dict[str, Any]:
    """Return the whole store as data, for its owner only."""
    return {name: part for name, part in read(open_store).items() if name in SECTIONS}


def new_id() -> str:
    return secrets.token_hex(ID_DIGITS // 2)


def _empty() -> Contents:
    return {name: [] for name in SECTIONS} | {"started": None}


def _nothing(person: UUID, data_key: bytes) -> dict[str, bytes]:
    """Return the fields of an empty row: random bytes, which nothing opens, and as many as everybody has."""
    filler = data_keys.VERSION + os.urandom(SEALED_BYTES - len(data_keys.VERSION))
    return {"sealed": filler, "pending": pending.nothing(data_key, person)}


def _sealed(open_store: OpenStore, contents: Mapping[str, Any]) -> bytes:
    body = zlib.compress(json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    room = SIZE - data_keys.LENGTH_BYTES - LENGTH
    if len(body) > room:
        raise Full
    padded = len(body).to_bytes(LENGTH, "big") + body + bytes(room - len(body))
    return data_keys.seal(open_store.secret("store"), padded, _context(open_store.person))


def _opened(open_store: OpenStore, sealed: bytes) -> Contents:
    try:
        filled = data_keys.unseal(open_store.secret("store"), sealed, _context(open_store.person))
    except data_keys.CannotOpen:  # nothing was written with this key
        return _empty()
    end = LENGTH + int.from_bytes(filled[:LENGTH], "big")
    contents: Contents = json.loads(zlib.decompress(filled[LENGTH:end]))
    return _empty() | contents


def _context(person: UUID) -> bytes:
    return f"shelf|{person}".encode()
