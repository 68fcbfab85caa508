"""What both partners have revealed to each other: all that somebody whom both let read may see. Never the state.

It is made of what each of the two sees of a step (`Seen.theirs`), and holds only what stands in both. A kind that says
nothing reveals nothing; so do sessions that are going on, or that somebody ended before their end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .kind import Step
from .ledger import Ledger, Line, standing
from .pair import Pair, Partner
from .session import Past, Session
from .words import Gone, Words


@dataclass(frozen=True)
class StepRevealed:
    """One step as both have seen it. Nobody is "you" here."""

    title: Words
    kind: str
    shown: Mapping[str, Any]


def revealed(session: Session) -> tuple[StepRevealed, ...]:
    """The steps in which both revealed something, in order, once the session has been played through."""
    if not session.played_through:
        return ()
    found = (_step(session.exercise.steps[past.index], past) for past in session.past)
    return tuple(step for step in found if step.shown)


def _step(step: Step, past: Past) -> StepRevealed:
    look = step.kind.recap or step.kind.view
    theirs = Pair(*(look(past.here, past.state, who).theirs for who in Partner))
    return StepRevealed(step.title, step.kind.name, step.kind.revealed(theirs))


def agreed(ledger: Ledger, at: datetime) -> list[dict[str, Any]]:
    """The entries whose words both accepted, newest first. A limit is its author's own and is not among them."""
    return [_entry(line, at) for line in reversed(list(ledger.lines.values())) if _is_shared(line)]


def _is_shared(line: Line) -> bool:
    return all(words is not None for words in line.words)


def _entry(line: Line, at: datetime) -> dict[str, Any]:
    readable = [words for words in line.words if not isinstance(words, Gone)]
    return {
        "kind": line.listed.kind,
        "author": line.listed.author,
        "words": readable[0] if readable else line.words.a,
        "on": line.listed.on,
        "starts": line.listed.starts,
        "review": line.review,
        "state": standing(line, at.date()),
        "closed_on": line.closed_on,
    }


def in_both(seen: Pair[Mapping[str, Any]], *names: str) -> dict[str, Any]:
    """These names, each with what both views say of it; of lists, what stands in both, in the order of the first."""
    found: dict[str, Any] = {}
    for name in names:
        if name in seen.a and name in seen.b:
            one, other = seen.a[name], seen.b[name]
            if one == other:
                found[name] = one
            elif isinstance(one, list) and isinstance(other, list):
                found[name] = [each for each in one if each in other]
    return found


def each_in_both(seen: Pair[Mapping[str, Any]], name: str, *names: str) -> list[dict[str, Any]]:
    """For a list of groups that both views hold under `name`: of each group these names, as `in_both` takes them."""
    groups = zip(seen.a.get(name, ()), seen.b.get(name, ()), strict=False)
    return [in_both(Pair(one, other), *names) for one, other in groups]
