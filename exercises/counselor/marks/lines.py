"""What stands of marks beside each assignment on a counselor's page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from couples.counseling import scopes
from couples.counseling.scopes import Scope
from exercises.core.pair import Observer
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.marks import marking
from exercises.counselor.marks.told import Told, told
from exercises.live import marks
from exercises.translate import Reader


@dataclass(frozen=True)
class Marks:
    """`can_be`: whether the exercise has items to mark. `titles`: of those that are marked. `differ`: of those that the
    two see differently, each with the scope that says so."""

    can_be: bool
    titles: tuple[str, ...] = ()
    differ: tuple[tuple[str, Scope], ...] = ()


def of(
    counselor: UUID, linked: LinkedCouple, allowed: Collection[Scope], given: Sequence[Assignment]
) -> dict[UUID, Marks]:
    """Return it for each of these assignments, in as many queries whatever they did."""
    reader = Reader(Observer(), linked.names)
    titles = marking.titles(given, marking.of(given), reader)
    found = {one.assignment: one for one in told(counselor, {linked.counseling.pk: allowed})}
    return {
        one.pk: Marks(
            marking.can_be_marked(one.definition_id),
            titles.get(one.pk, ()),
            tuple(_differ(found[one.pk], reader)) if one.pk in found else (),
        )
        for one in given
    }


def _differ(one: Told, reader: Reader) -> Iterator[tuple[str, Scope]]:
    named = marks.titles(one.definition, one.marked, reader)
    for title, marked in zip(named, one.marked, strict=True):
        if scope := scopes.find(marked.scope):
            yield title, scope
