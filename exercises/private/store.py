"""The private store: all private pages of one person, sealed in one field of fixed length.

Everybody has a row of the same length without times or counts, so that a copy of the database does not show who
writes here. What does not fit is refused before anything changes. What is sent in while the pages are locked is kept
apart, in `pending`. If the key is destroyed, the store reads as empty, without an error.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from couples.accounts.models import User
from couples.keys import data_keys
from exercises.private import pending
from exercises.private.models import PrivateStore

SIZE: Final = 64 * 1024
"""Bytes: compressed, it holds a dozen check-ins, forty limits, a map of thirty entries and a year of writing."""
SECTIONS: Final = ("check_ins", "limits", "map", "sheets")
LENGTH: Final = 4

Contents = dict[str, Any]


class Full(Exception):
    """The change does not fit into the store. Nothing has changed."""


class Gone(Exception):
    """This person's key is destroyed: nothing can be read or saved."""


def make(person: UUID) -> None:
    """Create an empty store for this person, unless there is one or they have no key."""
    if PrivateStore.objects.filter(person_id=person).exclude(pending=b"").exists():
        return
    if key := data_keys.data_key(person):
        empty = _nothing(key, person)
        PrivateStore.objects.get_or_create(person_id=person, defaults=empty)
        PrivateStore.objects.filter(person_id=person, pending=b"").update(pending=empty["pending"])


def read(person: UUID) -> Contents:
    """Return the contents; empty if there is no store or its key is destroyed."""
    row = PrivateStore.objects.filter(person_id=person).defer("pending").first()
    key = data_keys.data_key(person)
    return _opened(key, person, bytes(row.sealed)) if row and key else _empty()


@contextmanager
def changing(person: UUID) -> Iterator[Contents]:
    """Yield the contents to be changed, holding the row's lock. Raises Full or Gone, and then nothing is changed."""
    make(person)
    key = data_keys.data_key(person)
    if key is None:
        raise Gone
    with transaction.atomic():
        row = PrivateStore.objects.select_for_update().defer("pending").get(person_id=person)
        contents = _opened(key, person, bytes(row.sealed))
        yield contents
        row.sealed = _sealed(key, person, contents)
        row.save(update_fields=["sealed"])


def erase(person: UUID) -> None:
    """Empty the store. The row stays, like everybody's; it is deleted if the key is destroyed."""
    if key := data_keys.data_key(person):
        PrivateStore.objects.filter(person_id=person).update(**_nothing(key, person))
    else:
        PrivateStore.objects.filter(person_id=person).delete()


def exported(user: User) -> dict[str, Any]:
    """Return the whole store as data, for its owner only."""
    return {name: part for name, part in read(user.pk).items() if name in SECTIONS}


def new_id() -> str:
    return secrets.token_hex(4)


def _empty() -> Contents:
    return {name: [] for name in SECTIONS} | {"started": None}


def _nothing(key: bytes, person: UUID) -> dict[str, bytes]:
    """Return the fields of an empty row."""
    return {"sealed": _sealed(key, person, {}), "pending": pending.nothing(key, person)}


def _sealed(key: bytes, person: UUID, contents: Mapping[str, Any]) -> bytes:
    body = zlib.compress(json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    room = SIZE - data_keys.LENGTH_BYTES - LENGTH
    if len(body) > room:
        raise Full
    return data_keys.seal(
        key, len(body).to_bytes(LENGTH, "big") + body + bytes(room - len(body)), _context(person)
    )


def _opened(key: bytes, person: UUID, sealed: bytes) -> Contents:
    try:
        filled = data_keys.unseal(key, sealed, _context(person))
    except data_keys.CannotOpen:  # sealed under a destroyed key
        return _empty()
    end = LENGTH + int.from_bytes(filled[:LENGTH], "big")
    contents: Contents = json.loads(zlib.decompress(filled[LENGTH:end]))
    return _empty() | {name: part for name, part in contents.items() if name != "pending"}


def _context(person: UUID) -> bytes:
    return f"shelf|{person}".encode()
