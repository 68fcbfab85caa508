"""What is sealed in a note: its words, in which section it stands, and which form it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from couples import clock
from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from exercises.counselor.notes.models import CounselorNote

MAX_TITLE_LENGTH: Final = 120
MAX_TEXT_LENGTH: Final = 4000
MAX_QUESTION_LENGTH: Final = 500
MAX_BYTES_OF_A_CHARACTER: Final = 4
ROOM_FOR_THE_REST: Final = 1600
SIZE: Final = (
    MAX_BYTES_OF_A_CHARACTER * (MAX_TITLE_LENGTH + MAX_TEXT_LENGTH + MAX_QUESTION_LENGTH) + ROOM_FOR_THE_REST
)
"""Bytes before sealing, of every note: room for the longest words and for both names."""


class TooLong(Exception):
    """These words do not fit into a note. Only signs that nobody types take more room than their number allows."""


@dataclass(frozen=True)
class Words:
    """What she fills in. `day`: as year-month-day, or empty."""

    title: str = ""
    day: str = ""
    text: str = ""
    question: str = ""


@dataclass(frozen=True)
class Version:
    """One version of a page. `number`: 0 for the draft. `names`: of the two at that time, voice a first.

    `form`: the id of the form that it came from. `at`: when it was saved, in ISO form.
    """

    page: UUID
    section: str
    number: int
    names: tuple[str, ...]
    form: str
    at: str
    words: Words

    @property
    def is_draft(self) -> bool:
        return self.number == 0

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.words.day) if self.words.day else None

    @property
    def saved_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def written(
    page: UUID, section: str, number: int, names: tuple[str, ...], form: str, words: Words
) -> Version:
    """Return the version that is saved now."""
    return Version(page, section, number, names, form, clock.now().isoformat(), words)


def sealed(key: bytes, row: CounselorNote, couple: UUID, version: Version) -> bytes:
    """Return the version as it is stored in this row. `key`: the counselor's data key. Raises TooLong."""
    said = {**asdict(version), "page": str(version.page)}
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    if len(plain) > SIZE:
        raise TooLong
    return data_keys.seal(key, plain.ljust(SIZE), _context(row, couple))


def opened(key: bytes, rows: Iterable[CounselorNote], couple: UUID) -> list[Version]:
    """Return what is in these rows, without what was not sealed here, for this couple and page."""
    found = []
    for row in rows:
        plain = unseal_or_note(key, row.sealed, _context(row, couple))
        if plain is None:
            continue
        said = json.loads(plain)
        more = {"page": row.page, "names": tuple(said["names"]), "words": Words(**said["words"])}
        found.append(Version(**{**said, **more}))
    return found


def _context(row: CounselorNote, couple: UUID) -> bytes:
    return f"counselor note|{row.pk}|{row.counselor_id}|{couple}|{row.page}".encode()
