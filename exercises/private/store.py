"""All private pages of one person in one sealed piece of fixed length. Refuses to grow, to tell times, to count.

Everybody has a row of the same length, used or not, so that a copy of the database does not tell who writes here.
What does not fit is refused before anything changes. What is sent in while the pages are locked never comes
here: it has a place of its own, `pending`. Where the key is gone, the shelf is gone, and that is no error.
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
"""Bytes on the shelf, compressed: a dozen check-ins, forty limits, a map of thirty and a year of writing fit well."""
SECTIONS: Final = ("check_ins", "limits", "map", "sheets")
LENGTH: Final = 4

Contents = dict[str, Any]


class Full(Exception):
    """There is no room for this. Nothing has changed."""


class Gone(Exception):
    """This person's key is destroyed: nothing can be read or kept any more."""


def make(person: UUID) -> None:
    """Give this person an empty shelf, unless there is one, or no key to seal it with."""
    if PrivateStore.objects.filter(person_id=person).exclude(pending=b"").exists():
        return
    if key := data_keys.data_key(person):
        empty = _nothing(key, person)
        PrivateStore.objects.get_or_create(person_id=person, defaults=empty)
        PrivateStore.objects.filter(person_id=person, pending=b"").update(pending=empty["pending"])


def read(person: UUID) -> Contents:
    """What is on the shelf; empty where there is none, or where its key is gone."""
    row = PrivateStore.objects.filter(person_id=person).defer("pending").first()
    key = data_keys.data_key(person)
    return _opened(key, person, bytes(row.sealed)) if row and key else _empty()


@contextmanager
def changing(person: UUID) -> Iterator[Contents]:
    """Change what is on the shelf, alone with it until the end. Raises Full or Gone, and then nothing is changed."""
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
    """Empty the shelf. The row stays as everybody's does, or goes where there is no key any more."""
    if key := data_keys.data_key(person):
        PrivateStore.objects.filter(person_id=person).update(**_nothing(key, person))
    else:
        PrivateStore.objects.filter(person_id=person).delete()


def exported(user: User) -> dict[str, Any]:
    """Everything on the shelf as data, for its owner alone."""
    return {name: part for name, part in read(user.pk).items() if name in SECTIONS}


def new_id() -> str:
    return secrets.token_hex(4)


def _empty() -> Contents:
    return {name: [] for name in SECTIONS} | {"started": None}


def _nothing(key: bytes, person: UUID) -> dict[str, bytes]:
    """The columns of a row in which nothing is."""
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
    except data_keys.CannotOpen:  # sealed under a key that was destroyed: gone for good
        return _empty()
    end = LENGTH + int.from_bytes(filled[:LENGTH], "big")
    contents: Contents = json.loads(zlib.decompress(filled[LENGTH:end]))
    return _empty() | {name: part for name, part in contents.items() if name != "pending"}


def _context(person: UUID) -> bytes:
    return f"shelf|{person}".encode()
