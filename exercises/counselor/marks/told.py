"""Which marked items the two see differently: told only of a completed session in which both opened the item, and under
a scope that both allow.

An item that was kept closed, not drawn, left out or taken back is as one that both see alike, and as no session at all,
also in how much is read. What is read here is stored beside the session, so that no session is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from couples.among import Among
from couples.counseling.scopes import Scope
from couples.keys import data_keys
from couples.security_log import Kind, note
from exercises.core.pair import Pair
from exercises.counselor import together
from exercises.counselor.marks.models import Marks
from exercises.counselor.together import Part
from exercises.live import marks
from exercises.live.marks import Given, Marked
from exercises.live.store import differing

_SESSION: Final = "assignment__sessions__"
_COLUMNS: Final = {
    "assignment": "assignment",
    "of": "assignment__counseling",
    "couple": "assignment__counseling__couple",
    "session": f"{_SESSION}pk",
    "at": f"{_SESSION}completed_at",
    **{
        name: f"{_SESSION}{name}"
        for name in ("person_a", "person_b", "played_through", "definition", "marks", "differing")
    },
}


@dataclass(frozen=True)
class Told:
    """The marked items of one assignment that the two saw differently in this session, which was completed then."""

    assignment: UUID
    link: UUID
    session: UUID
    definition: str
    at: datetime
    marked: tuple[Marked, ...]


def told(counselor: UUID, allowed: Mapping[UUID, Collection[Scope]]) -> list[Told]:
    """Return what she is told, the newest first, in two queries for all her links. `allowed`: by link, what both allow.

    Assignments that she withdrew or put into the archive tell nothing.
    """
    return of_rows(counselor, allowed, together.rows(told=part(counselor, allowed))["told"])


def part(counselor: UUID, links: Collection[UUID]) -> Part:
    """Return the query of each assignment with marks, with its sessions: of one that nobody took up a row without."""
    given = Marks.objects.filter(
        Among("assignment__counseling", links),
        assignment__counseling__counselor=counselor,
        assignment__withdrawn_at__isnull=True,
        assignment__archived_at__isnull=True,
    )
    return given, _COLUMNS


def of_rows(
    counselor: UUID, allowed: Mapping[UUID, Collection[Scope]], rows: Sequence[Mapping[str, Any]]
) -> list[Told]:
    """Return what these rows of that query tell, as `told` does. One query reads the keys, if there is any row."""
    values = {link: {one.value for one in several} for link, several in allowed.items()}
    people = {person for row in rows for person in (row["person_a"], row["person_b"]) if person}
    keys = data_keys.data_keys(dict.fromkeys({counselor, *people})) if rows else {}
    found = [_told(row, keys, keys.get(counselor), values[row["of"]]) for row in rows]
    return sorted((one for one in found if one.marked), key=lambda one: one.at, reverse=True)


def _told(
    row: Mapping[str, Any], keys: Mapping[UUID, bytes], hers: bytes | None, allowed: Collection[str]
) -> Told:
    given = Given(row["assignment"], row["of"], row["couple"])
    differ = _differing(row, keys) if row["played_through"] else frozenset()
    said = marks.of(hers, row["marks"] or b"", given) if differ else ()
    marked = tuple(one for one in said if one.number in differ and one.scope in allowed)
    return Told(given.assignment, given.link, row["session"], row["definition"], row["at"], marked)


def _differing(row: Mapping[str, Any], keys: Mapping[UUID, bytes]) -> frozenset[int]:
    both = Pair(keys.get(row["person_a"]), keys.get(row["person_b"]))
    try:
        return differing.of(bytes(row["differing"]), row["session"], both)
    except data_keys.CannotOpen:
        note(Kind.MAC_BROKEN)
        return frozenset()
