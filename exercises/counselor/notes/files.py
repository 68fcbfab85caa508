"""The file of notes of one counselor about one couple: which she may open, and whose names stand on it.

It hangs on the two of them and not on their link, so that it outlives the link, and a new one finds it again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from couples.accounts.models import User
from couples.counseling.models import Counseling
from couples.keys import boxes, data_keys
from exercises.core.pair import Pair
from exercises.counselor import linked_couples
from exercises.counselor.notes import contents
from exercises.counselor.notes.contents import Version
from exercises.counselor.notes.models import CounselorNote

BOTH: Final = "both"
SECTIONS: Final = (BOTH, "a", "b")
"""The joint notes, those about the one, and those about the other, by their voices."""


@dataclass(frozen=True)
class NoteFile:
    """`link`: the id in its address, of any link she had with this couple. `key`: her data key."""

    counselor: UUID
    couple: UUID
    link: UUID
    key: bytes
    names: Pair[str]
    is_linked: bool = False

    @property
    def handle(self) -> bytes:
        return handle(self.key, self.couple)

    def rows(self) -> QuerySet[CounselorNote]:
        return CounselorNote.objects.filter(counselor=self.counselor, file=self.handle)

    def versions(self) -> list[Version]:
        """Return every version of every page, and every draft."""
        return contents.opened(self.key, self.rows(), self.couple)


def handle(key: bytes, couple: UUID) -> bytes:
    """Return what stands for this couple in the rows of whoever has this key."""
    return boxes.derived(key, f"notes about {couple}")


def of_link(counselor: User, counseling_id: UUID) -> NoteFile | None:
    """Return the file about the couple of this link of hers, else None.

    While they are linked, she can begin one. After the end it is there if she has written something, with the names
    that the two had then: what they are called since, and why the link has ended, is not hers to know.
    """
    key = data_keys.data_key(counselor.pk)
    couple = _once_linked(counselor).filter(pk=counseling_id).values_list("couple", flat=True).first()
    if key is None or couple is None:
        return None
    linked = linked_couples.of(counselor, counseling_id)
    if linked is not None:
        return NoteFile(counselor.pk, couple, counseling_id, key, linked.names, is_linked=True)
    file = NoteFile(counselor.pk, couple, counseling_id, key, Pair("", ""))
    return _as_written(file, file.versions())


def of_couple(counselor: UUID, couple: UUID) -> NoteFile | None:
    """Return the file about this couple, without names, for who has found out that they are linked."""
    key = data_keys.data_key(counselor)
    return NoteFile(counselor, couple, couple, key, Pair("", ""), is_linked=True) if key else None


def of_earlier(counselor: User) -> list[NoteFile]:
    """Return her files about couples with whom she is not linked any more, each once, by their names."""
    now = {one.counseling.couple_id for one in linked_couples.all_of(counselor)}
    found = [file for file in all_of(counselor.pk) if file.couple not in now]
    return sorted(found, key=lambda file: tuple(file.names))


def all_of(counselor: UUID) -> list[NoteFile]:
    """Return every file of hers with something in it, with the names that were written last."""
    key = data_keys.data_key(counselor)
    if key is None:
        return []
    links = _once_linked(counselor).order_by("linked_at").values_list("couple", "pk")
    by_handle = {handle(key, couple): (couple, link) for couple, link in links}
    rows: dict[bytes, list[CounselorNote]] = {}
    for row in CounselorNote.objects.filter(counselor=counselor):
        rows.setdefault(bytes(row.file), []).append(row)
    found = []
    for mark, (couple, link) in by_handle.items():
        file = NoteFile(counselor, couple, link, key, Pair("", ""))
        found.append(_as_written(file, contents.opened(key, rows.get(mark, ()), couple)))
    return [file for file in found if file is not None]


def _as_written(file: NoteFile, versions: list[Version]) -> NoteFile | None:
    """Return the file with the names of the version that was saved last; None if there is none."""
    if not versions:
        return None
    last = max(versions, key=lambda one: one.saved_at)
    return replace(file, names=Pair(*last.names))


def _once_linked(counselor: User | UUID) -> QuerySet[Counseling]:
    return Counseling.objects.filter(counselor=counselor, couple__isnull=False, linked_at__isnull=False)
