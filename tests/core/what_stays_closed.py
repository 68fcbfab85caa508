"""What is kept closed in a session, as the examples of its kinds say: the specification of the secrecy proofs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from exercises.core.pair import Partner
from exercises.core.session import Session, evolve
from tests.core.examples import EXAMPLES

KEEPING: Final = [name for name, one in EXAMPLES.items() if one.silent or one.sealed]
"""The kinds in which something is kept closed."""


class Leak(AssertionError):
    """Somebody was told what is closed to them."""


class Opened(Exception):
    """What was closed opens now, by right, and differs: nothing is left to compare."""


def silent(session: Session) -> frozenset[str]:
    return EXAMPLES[session.step.kind.name].silent


def sealed(session: Session) -> frozenset[str]:
    return EXAMPLES[session.step.kind.name].sealed


def opens_when_both_have(session: Session) -> bool:
    return EXAMPLES[session.step.kind.name].opens_when_both_have


def never_opens(session: Session, answers: Mapping[str, Any]) -> list[str]:
    """The fields of this sheet that stay closed for ever."""
    return EXAMPLES[session.step.kind.name].never_opens(answers)


def openings(session: Session, events: list[Any], owner: Partner) -> list[tuple[str, Any]]:
    """What these events open of what `owner` kept closed until now: the kind, and what, for each opening."""
    found = []
    for event in events:
        kind = session.step.kind.name
        opened = EXAMPLES[kind].opened(session, event, owner)
        if opened is not None:
            found.append((kind, opened))
        session = evolve(session, event)
    return found


def differ_by_right(first: list[tuple[str, Any]], second: list[tuple[str, Any]]) -> bool:
    """Do two openings tell the other different things, as they should?"""
    if len(first) != len(second):
        return all(EXAMPLES[kind].opens_when_both_have for kind, _ in (*first, *second))
    return any(
        kind != other or EXAMPLES[kind].differs(one, two)
        for (kind, one), (other, two) in zip(first, second, strict=True)
    )
