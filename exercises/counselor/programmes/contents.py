"""What is in a programme that a counselor wrote down, and how it is sealed under her key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from exercises.counselor.programmes.delivery import When
from exercises.counselor.programmes.models import Programme, ProgrammeTemplate

MAX_TITLE_LENGTH: Final = 120


@dataclass(frozen=True)
class Written:
    """One item as she wrote it down. `slug`: of the exercise; `days`: only for `DAYS_AFTER`."""

    id: UUID
    slug: str
    when: When
    days: int = 0
    topic: str = ""
    note: str = ""


@dataclass(frozen=True)
class Contents:
    title: str
    items: tuple[Written, ...] = ()


def sealed(key: bytes, row: ProgrammeTemplate, contents: Contents) -> bytes:
    """Return it as it is stored in this row. `key`: the counselor's data key."""
    items = [{**asdict(one), "id": str(one.id)} for one in contents.items]
    plain = json.dumps({"title": contents.title, "items": items}, ensure_ascii=False)
    return data_keys.seal(key, plain.encode(errors="replace"), _context(row))


def opened(key: bytes, rows: Sequence[ProgrammeTemplate]) -> list[tuple[ProgrammeTemplate, Contents]]:
    """Return each row with what is in it, without what was not sealed here for this row."""
    found = []
    for row in rows:
        plain = unseal_or_note(key, row.sealed, _context(row))
        if plain is None:
            continue
        said = json.loads(plain)
        items = [
            Written(**{**one, "id": UUID(one["id"]), "when": When(one["when"])}) for one in said["items"]
        ]
        found.append((row, Contents(said["title"], tuple(items))))
    return found


def sealed_title(key: bytes, row: Programme, title: str) -> bytes:
    return data_keys.seal(key, title.encode(errors="replace"), _context_of_title(row))


def title_of(key: bytes | None, row: Programme) -> str:
    """Return the title of a programme that was started; an empty string if it does not open."""
    return (unseal_or_note(key, row.sealed, _context_of_title(row)) or b"").decode()


def _context(row: ProgrammeTemplate) -> bytes:
    return f"programme template|{row.pk}|{row.counselor_id}".encode()


def _context_of_title(row: Programme) -> bytes:
    link = row.counseling
    return f"programme|{row.pk}|{link.pk}|{link.couple_id}".encode()
