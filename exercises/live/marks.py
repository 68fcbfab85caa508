"""What a counselor marked of an exercise that she assigned: items that she would like to talk about with both.

It is sealed under her key. A session keeps what stood on the assignment when it was taken up: that is what both of them
read before they began, and nothing that she changes later takes its given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from couples.accounts.users import display_name
from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from exercises.core.items import Item, items
from exercises.core.text import Written
from exercises.live.access import PartnerAccess
from exercises.live.models import Stream
from exercises.live.store import streams
from exercises.translate import Reader

_COUNSELOR: Final = "assignment__counseling__counselor"


@dataclass(frozen=True, order=True)
class Marked:
    """An item by its number in its exercise, and the scope under which she could read it."""

    number: int
    scope: str


@dataclass(frozen=True)
class Given:
    """An assignment with its link and its couple: only together with them its marks can be opened."""

    assignment: UUID
    link: UUID
    couple: UUID


@dataclass(frozen=True)
class Wish:
    """What a counselor would like to talk about with both: her name, and the titles of the items."""

    counselor: str
    titles: tuple[str, ...]


def sealed(key: bytes, marked: Iterable[Marked], given: Given) -> bytes:
    """Return it as it is stored. `key`: the counselor's data key."""
    return data_keys.seal(
        key, json.dumps([[one.number, one.scope] for one in sorted(marked)]).encode(), _context(given)
    )


def of(key: bytes | None, stored: bytes | memoryview, given: Given) -> tuple[Marked, ...]:
    """Return what is marked; nothing once her key is destroyed, or where it was not sealed here, which is noted."""
    plain = unseal_or_note(key, stored, _context(given)) if stored else None
    return () if plain is None else tuple(Marked(*one) for one in json.loads(plain))


def marked_items(definition: str, marked: Iterable[Marked]) -> list[Item]:
    """Return these items of a stored version."""
    found = items(streams.exercise(definition))
    return [found[one.number] for one in marked if one.number < len(found)]


def titles(definition: str, marked: Iterable[Marked], reader: Reader) -> tuple[str, ...]:
    return tuple(reader.text(Written(one.title)) for one in marked_items(definition, marked))


def of_session(granted: PartnerAccess) -> Wish | None:
    """Return what the counselor who gave this session would like to talk about; None where she marked nothing, or the
    link has ended. The same for both."""
    row = _row(granted.stream)
    if row is None or granted.definition is None:
        return None
    given = Given(row["assignment"], row["link"], granted.couple)
    marked = of(data_keys.data_key(row["counselor"]), row["marks"], given)
    found = titles(granted.definition, marked, Reader(granted.partner, granted.names))
    return Wish(display_name(row["name"], row["erased_at"]), found) if found else None


def _row(stream: UUID) -> dict[str, Any] | None:
    in_force = {
        "assignment__counseling__linked_at__isnull": False,
        "assignment__counseling__ended_at__isnull": True,
        f"{_COUNSELOR}__is_active": True,
        f"{_COUNSELOR}__is_counselor": True,
    }
    rows: Any = (
        Stream.objects.filter(pk=stream, **in_force)
        .exclude(marks=b"")
        .values(
            "assignment",
            "marks",
            link=F("assignment__counseling"),
            counselor=F(_COUNSELOR),
            name=F(f"{_COUNSELOR}__name"),
            erased_at=F(f"{_COUNSELOR}__erased_at"),
        )
    )
    return next(iter(rows), None)


def _context(given: Given) -> bytes:
    return f"assignment|{given.assignment}|{given.link}|{given.couple}|marks".encode()
