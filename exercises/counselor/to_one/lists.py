"""A counselor's own list of what she gave to one of two: sealed under her key, in one length for every link.

It is the only place that says to whom, and that there is anything. Nothing in it follows from what that person does.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from couples.accounts.models import User
from couples.counseling import links
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from exercises.counselor.to_one.models import HandoutList
from exercises.private.handouts import shown

COUNTED_FOR: Final = timedelta(hours=1)
SIZE: Final = 24 * 1024 - data_keys.LENGTH_BYTES
"""Bytes: enough for as many as there can be, with the longest notes in characters of four bytes each."""


class TooLong(Exception):
    """These words do not fit. Only signs that nobody types take more room than their number allows."""


@dataclass(frozen=True)
class Given:
    """`id`: of the handout. `person`: to whom. `on`: in ISO form."""

    id: str
    person: str
    slug: str
    on: str
    note: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.on)

    @property
    def title(self) -> str:
        return shown.title_of(self.slug)


@dataclass
class Contents:
    """`lately`: when something was given, in seconds, as far as it still counts."""

    given: list[Given] = field(default_factory=list)
    lately: list[int] = field(default_factory=list)

    def to(self, person: UUID) -> list[Given]:
        """Return what was given to this person, the latest first."""
        return [one for one in reversed(self.given) if one.person == str(person)]


def make(counselor: User) -> None:
    """Create an empty list for each of her links that has none, so that having one says nothing about a couple."""
    key = data_keys.data_key(counselor.pk)
    there = set(
        HandoutList.objects.filter(counseling__counselor=counselor).values_list("counseling", flat=True)
    )
    rows = [HandoutList(counseling=one) for one in links.of_counselor(counselor) if one.pk not in there]
    if key and rows:
        for row in rows:
            row.sealed = _sealed(Contents(), row.counseling_id, key)
        HandoutList.objects.bulk_create(rows, ignore_conflicts=True)


def read(link: Counseling) -> Contents:
    """Return the list of this link, for its counselor alone."""
    key = data_keys.data_key(link.counselor_id)
    row = HandoutList.objects.filter(counseling=link).first()
    return _opened(row, key) if row and key else Contents()


@contextmanager
def changing(link: Counseling, key: bytes) -> Iterator[Contents]:
    """Yield the list to be changed, holding the row. Raises TooLong. `key`: the counselor's data key."""
    row = HandoutList.objects.select_for_update().get(counseling=link)
    contents = _opened(row, key)
    yield contents
    row.sealed = _sealed(contents, link.pk, key)
    row.save(update_fields=["sealed"])


def all_of(counselor: UUID) -> list[Contents]:
    """Return every list of hers, also of links that have ended."""
    key = data_keys.data_key(counselor)
    rows = HandoutList.objects.filter(counseling__counselor=counselor).order_by("counseling__linked_at")
    return [_opened(row, key) for row in rows if key]


def _opened(row: HandoutList, key: bytes) -> Contents:
    plain = unseal_or_note(key, row.sealed, _context(row.counseling_id))
    if plain is None:
        return Contents()
    said: dict[str, Any] = json.loads(plain)
    since = time.time() - COUNTED_FOR.total_seconds()
    return Contents([Given(**one) for one in said["given"]], [at for at in said["lately"] if at > since])


def _sealed(contents: Contents, link: UUID, key: bytes) -> bytes:
    body = json.dumps(asdict(contents), ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    if len(body) > SIZE:
        raise TooLong
    return data_keys.seal(key, body.ljust(SIZE), _context(link))


def _context(link: UUID) -> bytes:
    return f"handouts given|{link}".encode()
