"""What both partners have revealed to each other: all that a reader whom both allow may see.

It is made of what each partner sees of a step (`Seen.theirs`), not of the state, and holds only what both see. A kind
without `revealed` reveals nothing, nor does a session that was ended early.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from exercises.core.text import Gone, Localized

from .kind import Step
from .ledger import Ledger, Line, standing
from .pair import Pair, Partner
from .points import Point
from .session import Past, Session

R = TypeVar("R")


@dataclass(frozen=True)
class StepRevealed:
    """One step as both have seen it, without “you”.

    `shown`: what both have seen; `told`: the same as a counselor reads it, and `points`, what her brief takes from it;
    `scope`: the consent it needs; `id`: that of the step.
    """

    title: Localized
    kind: str
    scope: str
    shown: Any
    told: Any
    points: tuple[Point, ...] = ()
    id: str = ""


def revealed(session: Session) -> tuple[StepRevealed, ...]:
    """Return the steps in which both revealed something, in order; none until the session was completed."""
    if not session.played_through:
        return ()
    return _steps(session, session.past, read_afterwards=True)


def open_now(session: Session) -> tuple[StepRevealed, ...]:
    """Return what is open to both while they are in the session, in order: what both could read if it ended now."""
    if session.over or session.set_aside or not all(session.entered):
        return ()
    return _steps(session, session.so_far, read_afterwards=False)


def _steps(session: Session, steps: Sequence[Past], read_afterwards: bool) -> tuple[StepRevealed, ...]:
    found = (_step(session.exercise.steps[past.index], past, read_afterwards) for past in steps)
    return tuple(step for step in found if step is not None)


def _step(step: Step, past: Past, read_afterwards: bool) -> StepRevealed | None:
    kind = step.kind
    view = kind.read_afterwards if read_afterwards else kind.view
    a, b = (view(past.here, past.state, who).theirs for who in Partner)
    shown = None if a is None or b is None else kind.revealed(Pair(a, b))
    if shown is None:
        return None
    points = tuple(kind.points(shown))
    return StepRevealed(step.title, kind.name, kind.scope, shown, kind.for_counselor(shown), points, step.id)


def agreed(ledger: Ledger, at: datetime) -> list[dict[str, Any]]:
    """Return the entries whose words both accepted, newest first. Limits are left out, as nobody accepts them."""
    return [_entry(line, at) for line in reversed(list(ledger.lines.values())) if _is_shared(line)]


def review_days(ledger: Ledger) -> list[date]:
    """Return from which days on it is time to look again at entries that both accepted and nobody has ended."""
    return [
        max(line.review, line.listed.starts or line.review)
        for line in ledger.lines.values()
        if line.review and line.closed_on is None and not line.listed.until and _is_shared(line)
    ]


def _is_shared(line: Line) -> bool:
    return all(words is not None for words in line.words)


def _entry(line: Line, at: datetime) -> dict[str, Any]:
    readable = [words for words in line.words if not isinstance(words, Gone)]
    return {
        "kind": line.listed.kind,
        "author": line.listed.author,
        "words": readable[0] if readable else line.words.a,
        "words_by": line.listed.words_by or line.listed.author,
        "on": line.listed.on,
        "starts": line.listed.starts,
        "review": line.review,
        "state": standing(line, at.date()),
        "closed_on": line.closed_on,
    }


def in_both(record: type[R], seen: Pair[Any]) -> R | None:
    """Return a record with the values that both records have in its fields; None if a field differs or is missing.

    Of two sequences it holds the items that are in both, in the order of the first.
    """
    found: dict[str, Any] = {}
    for name in (each.name for each in fields(record)):  # type: ignore[arg-type] # a class of records
        one, other = (getattr(each, name, None) for each in seen)
        if isinstance(one, Sequence) and isinstance(other, Sequence) and not isinstance(one, str):
            found[name] = tuple(each for each in one if each in other)
        elif one == other and all(hasattr(each, name) for each in seen):
            found[name] = one
        else:
            return None
    return record(**found)


def each_in_both(record: type[R], lists: Pair[Sequence[Any]]) -> tuple[R, ...]:
    """Return `in_both` of each two records of two lists in the same order, without None."""
    pairs = zip(lists.a, lists.b, strict=False)
    found = (in_both(record, Pair(one, other)) for one, other in pairs)
    return tuple(one for one in found if one is not None)
