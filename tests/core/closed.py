"""What each step kind keeps closed, said anew: the specification of the secrecy proofs. Refuses to ask the code.

A new step kind with private commands must be described here, or `test_secrecy` fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from exercises.core.closed_forms import SheetsOpened
from exercises.core.events import MovedOn
from exercises.core.pair import Partner
from exercises.core.session import Session, evolve
from exercises.steps.arrival import kind as arrival

SILENT: Final[Mapping[str, frozenset[str]]] = {
    "private_reflection": frozenset({"hand_in", "take_back"}),
    "perception": frozenset({"hand_in", "take_back", "next_areas", "areas_before"}),
}
"""Commands of which the other learns nothing, not even that they were given."""

SEALED: Final[Mapping[str, frozenset[str]]] = {
    "arrival": frozenset({"ready"}),
    "swap": frozenset({"another_day", "swap_now"}),
    "closing": frozenset({"close"}),
}
"""Commands of which the other learns that one was given, but not which of them, and not what it holds."""


class Leak(AssertionError):
    """Somebody was told what is closed to them."""


class Opened(Exception):
    """What was closed opens now, by right, and differs: nothing is left to compare."""


def silent(session: Session) -> frozenset[str]:
    return SILENT.get(session.step.kind.name, frozenset())


def sealed(session: Session) -> frozenset[str]:
    return SEALED.get(session.step.kind.name, frozenset())


def never_opens(answers: Mapping[str, Any]) -> list[str]:
    """The fields of this sheet that stay closed for ever, whichever areas are drawn."""
    kept = {
        name.removeprefix("open.")
        for name, mark in answers.items()
        if name.startswith("open.") and mark == "keep"
    }

    def stays(what: str, area: str) -> bool:
        ticked = what in ("comfort", "wish") and not answers.get(f"{what}_open.{area}")
        return what == "guess" or ticked or (area in kept and what != "open")

    return [name for name in answers if "." in name and stays(*name.split(".", 1))]


def openings(session: Session, events: list[Any], owner: Partner) -> list[Any]:
    """What these events open of what `owner` kept closed until now, one entry for each opening."""
    found = []
    for event in events:
        if isinstance(event, arrival.Settled):
            found.append(("settled", event.together, event.speaker))
        elif isinstance(event, SheetsOpened):
            found.append(_sheet(session, event, owner))
        elif isinstance(event, MovedOn) and session.step.kind.name == "swap":
            found.append(("swapped", event.to))
        elif isinstance(event, MovedOn) and session.step.kind.name == "closing":
            found.append(("sentence", session.state.sentences.of(owner)))
        session = evolve(session, event)
    return found


def _sheet(session: Session, event: SheetsOpened, owner: Partner) -> Any:
    if session.step.kind.name != "perception":
        return ("sheet", session.state.answers.of(owner))
    answers = session.state.sheets.answers.of(owner)
    marks = {name: mark for name, mark in answers.items() if name.startswith("open.")}
    return ("areas", marks, {area: _area(answers, area) for area in event.facts["areas"]})


def _area(answers: Mapping[str, Any], area: str) -> list[Any]:
    """Both ratings of an area that opened, and comfort and wish where its author said so; never the guess."""
    extra = [
        answers[f"{what}.{area}"] if answers[f"{what}_open.{area}"] else "closed"
        for what in ("comfort", "wish")
    ]
    ratings = (answers[f"own.{area}"], answers[f"partner.{area}"])
    return [*(one if isinstance(one, int) else None for one in ratings), *extra]


def differ_by_right(first: list[Any], second: list[Any]) -> bool:
    """Do two openings tell the other different things, as they should?

    Which areas open may depend on nothing but the marks: with the same marks, other areas are a leak.
    """
    return any(_differs(one, two) for one, two in zip(first, second, strict=False))


def _differs(one: Any, two: Any) -> bool:
    if one[0] != "areas" or two[0] != "areas":
        return bool(one != two)
    (_, marks, areas), (_, other_marks, other_areas) = one, two
    if areas.keys() != other_areas.keys():
        return bool(marks != other_marks)
    return bool(areas != other_areas)
