"""What stands of marks beside each assignment on a counselor's page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from couples.counseling.scopes import Scope
from exercises.core.pair import Observer
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.marks import marking, side_by_side
from exercises.counselor.marks.told import told
from exercises.translate import Reader


@dataclass(frozen=True)
class Marks:
    """`can_be`: whether the exercise has items to mark. `titles`: of those that are marked. `differ`: of those that the
    two see differently, each with a word for the scope that says so."""

    can_be: bool
    titles: tuple[str, ...] = ()
    differ: tuple[tuple[str, str], ...] = ()


def of(
    counselor: UUID, linked: LinkedCouple, allowed: Collection[Scope], given: Sequence[Assignment]
) -> dict[UUID, Marks]:
    """Return it for each of these assignments. Whatever they did, it takes as many queries, unless something is told:
    then the sessions say it, too."""
    reader = Reader(Observer(), linked.names)
    titles = marking.titles(given, marking.of(given), reader)
    differ = side_by_side.read(linked.couple, told(counselor, {linked.counseling.pk: allowed}))
    return {
        one.pk: Marks(
            marking.can_be_marked(one.definition_id),
            titles.get(one.pk, ()),
            tuple((item.title, item.under) for item in differ if item.assignment == one.pk),
        )
        for one in given
    }
