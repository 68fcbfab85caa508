"""What a brief is made of: everything that both allow, as text. A scope that is closed leaves no trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from couples.counseling import scopes
from couples.counseling.scopes import Scope
from exercises.agreements.letter import Letter
from exercises.core.pair import Pair
from exercises.counselor.marks.side_by_side import MarkedItem

BRIEFED: Final = (scopes.PROGRESS, scopes.ANSWERS, scopes.BALANCE, scopes.AGREEMENTS)
"""The scopes that a brief reads."""


@dataclass(frozen=True)
class Done:
    """How many of her assignments are done, and those that are not, with the suggested day.

    Of a programme `open` has the one that is with them now; `to_come` the next one where none is for sure.
    """

    many: int
    given: int
    open: tuple[tuple[date | None, str], ...]
    to_come: tuple[tuple[date | None, str], ...] = ()

    @property
    def later(self) -> int:
        """How many in programmes come after these."""
        return self.given - self.many - len(self.open) - len(self.to_come)


@dataclass(frozen=True)
class Thanks:
    on: date
    by: str
    to: str
    words: str


@dataclass(frozen=True)
class Area:
    """An area of one check-in. `own`, `seen`: see `core.points.RatedArea`, in words. `likeness`: of the two views.

    `moved`: whose own answer is away from what is usual for them. `talked`: None where it is not known.
    """

    title: str
    about: str
    says: tuple[str, ...]
    own: Pair[str]
    seen: Pair[str]
    likeness: str
    moved: tuple[str, ...] = ()
    talked: bool | None = None


@dataclass(frozen=True)
class CheckIn:
    on: date
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Facts:
    """`done`, `thanks`, `opened` and `agreements` are None where their scope is closed; `check_ins`, oldest first.

    `questions`: those that she noted for this meeting. `closed`: the titles of what she may not read. `marked`: the
    items that she marked and the two see differently; None where she marked nothing, or nothing of it may be read.
    """

    names: Pair[str]
    made_on: date
    since: date
    done: Done | None = None
    thanks: tuple[Thanks, ...] | None = None
    opened: tuple[tuple[date, str], ...] | None = None
    check_ins: tuple[CheckIn, ...] | None = None
    agreements: tuple[Letter, ...] | None = None
    questions: tuple[str, ...] = ()
    closed: tuple[Scope, ...] = ()
    marked: tuple[MarkedItem, ...] | None = None

    @property
    def latest(self) -> tuple[Area, ...]:
        """The areas of the latest check-in in which any opened."""
        return self.check_ins[-1].areas if self.check_ins else ()
