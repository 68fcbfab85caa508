"""Mark items of an assignment, and read what is marked. Both partners read it before they begin.

She may change it at any time, and is never told whether that came too late: a session keeps what was marked when it was
taken up, and whether one was is not hers to know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing import membership
from exercises.core.items import items
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.counselor import linked_couples
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.marks.models import Marks
from exercises.live import marks
from exercises.live.marks import Given, Marked
from exercises.live.store import streams, versions
from exercises.translate import Reader

MOST_MARKED: Final = 3


def can_be_marked(definition: str) -> bool:
    """Whether the exercise has items on which both answer side by side."""
    return versions.holds(definition) and bool(items(streams.exercise(definition)))


def put(assignment: Assignment, numbers: Collection[int]) -> None:
    """Mark these items, by their numbers, in the place of those that were. Raises Refused for too many or unknown ones,
    or once the link has ended."""
    known = items(streams.exercise(assignment.definition_id))
    if len(numbers) > MOST_MARKED or not all(0 <= one < len(known) for one in numbers):
        raise Refused("invalid", _("Please mark {most} at most.", most=MOST_MARKED))
    link = assignment.counseling
    with transaction.atomic():
        key = linked_couples.lock(link)
        marked = [Marked(one, known[one].scope) for one in numbers]
        sealed = marks.sealed(key, marked, as_given(assignment))
        Marks.objects.update_or_create(assignment=assignment, defaults={"sealed": sealed})
    membership.tell_homes(link.couple_id)


def are_there(link: Counseling) -> bool:
    """Whether she has marked something of what she gives this couple now."""
    at_hand = {"assignment__withdrawn_at__isnull": True, "assignment__archived_at__isnull": True}
    return Marks.objects.filter(assignment__counseling=link, **at_hand).exists()


def of(several: Iterable[Assignment]) -> dict[UUID, tuple[Marked, ...]]:
    """Return what is marked of each assignment, by its id. Of one that was read without its marks, they are read."""
    rows = {one.pk: (one, one.marks) for one in several if hasattr(one, "marks")}
    keys = data_keys.data_keys({one.counseling.counselor_id: None for one, _row in rows.values()})
    return {
        pk: marks.of(keys.get(one.counseling.counselor_id), row.sealed, as_given(one))
        for pk, (one, row) in rows.items()
    }


def titles(
    several: Iterable[Assignment], marked: Mapping[UUID, tuple[Marked, ...]], reader: Reader
) -> dict[UUID, tuple[str, ...]]:
    """Return the titles of what is marked, by the id of the assignment."""
    return {
        one.pk: marks.titles(one.definition_id, marked[one.pk], reader) for one in several if one.pk in marked
    }


def taken_along(assignment: Assignment) -> bytes:
    """Return what a session keeps of the marks when it takes the assignment up: as it is sealed."""
    row: Any = Marks.objects.filter(assignment=assignment).values_list("sealed", flat=True).first()
    return bytes(row or b"")


def as_given(assignment: Assignment) -> Given:
    link = assignment.counseling
    assert link.couple_id is not None
    return Given(assignment.pk, link.pk, link.couple_id)
