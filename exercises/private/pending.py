"""What was sent in while the private pages were locked: one piece of fixed length, in a place of its own.

Whoever is signed in can put something here, also somebody else; so it never touches the shelf, holds one thing only,
is never replaced, and is shown as what it is until its person saves it or throws it away. No work depends on what is
on the shelf. What does not fit is not kept.
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
"""Bytes: the longest form, filled to its end, also in letters that take three bytes each."""
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class SentIn:
    """`mark` names this one, so that nobody saves or throws away what they have not seen."""

    path: str
    fields: Fields
    mark: str


def nothing(key: bytes, person: UUID) -> bytes:
    """The place as it is made, as long as when something is in it."""
    return _sealed(key, person, None)


def keep(person: UUID, path: str, fields: Fields) -> bool:
    """Whether it waits now. Needs the row of a shelf; takes the same steps whether there was room or not."""
    sent = SentIn(path, dict(fields), secrets.token_hex(4))
    with _changing(person) as (key, before):
        if key is None:
            return False
        fits = before is None and len(_body(sent)) <= _room()
        _put(key, person, sent if fits else before)
        return fits


def read(person: UUID) -> SentIn | None:
    """What waits for this person, from whatever page."""
    key = data_keys.data_key(person)
    row = PrivateStore.objects.filter(person_id=person).values_list("pending", flat=True).first()
    return _opened(key, person, bytes(row)) if key and row else None


def at(person: UUID, path: str) -> SentIn | None:
    """What waits for this very page."""
    found = read(person)
    return found if found and found.path == path else None


def drop(person: UUID, mark: str) -> None:
    """Let this one go; whatever else waits stays."""
    with _changing(person) as (key, before):
        if key and before and before.mark == mark:
            _put(key, person, None)


@contextmanager
def _changing(person: UUID) -> Iterator[tuple[bytes | None, SentIn | None]]:
    """Hold the row, and look at nothing but this place in it."""
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
    """Filled up with blanks, which JSON does not mind."""
    return data_keys.seal(key, _body(sent).ljust(_room()), _context(person))


def _opened(key: bytes, person: UUID, sealed: bytes) -> SentIn | None:
    try:
        found = json.loads(data_keys.unseal(key, sealed, _context(person)))
    except (
        data_keys.CannotOpen
    ):  # under a key that was destroyed, or a row from before there was such a place
        return None
    return None if found is None else SentIn(**found)


def _context(person: UUID) -> bytes:
    return f"shelf waiting|{person}".encode()
