"""A history in which everything that never opened to both reads differently, and all else stays. Knows the kinds.

Written from what the kinds promise, not from what `core.revealed` does: the other side of its proof.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from exercises.core import session
from exercises.core.closed_forms import HandedIn, SheetsOpened, TakenBack
from exercises.core.events import MovedOn
from exercises.core.session import Session
from exercises.steps.arrival import kind as arrival
from exercises.steps.swap import kind as swap

MARKS = ("may_open", "keep")


def with_other_secrets(beginning: Session, history: Sequence[Any], rng: Random) -> list[Any]:
    """The same session as far as both have seen it: other closed ratings, marks, choices, sheets taken back."""
    changed: list[Any] = []
    now = beginning
    for number, event in enumerate(history):
        changed.append(_changed(now.step.kind.name, event, history[number + 1 :], rng))
        now = session.evolve(now, event)
    return changed


def _changed(kind: str, event: Any, later: Sequence[Any], rng: Random) -> Any:
    if isinstance(event, arrival.Readied):
        return replace(
            event, together=rng.choice(("room", "call", "writing")), first=rng.choice(("me", "you"))
        )
    if isinstance(event, swap.Answered):
        return replace(event, answer=rng.choice(("swap_now", "another_day")))
    if not isinstance(event, HandedIn) or not isinstance(event.answers, Mapping):
        return event
    opened = _opening(event, later)
    if kind == "perception":
        areas = opened.facts["areas"] if opened else ()
        return replace(event, answers=_ratings(event.answers, areas, rng))
    if opened is None:
        return replace(event, answers={name: f"never opened {rng.random()}" for name in event.answers})
    return event


def _opening(sheet: HandedIn, later: Sequence[Any]) -> SheetsOpened | None:
    """The opening of this very sheet, or None where its author took it back before."""
    for event in later:
        if isinstance(event, TakenBack) and event.by is sheet.by:
            return None
        if isinstance(event, SheetsOpened):
            return event
        if isinstance(event, MovedOn):
            return None
    return None


def _ratings(answers: Mapping[str, Any], areas: Sequence[str], rng: Random) -> dict[str, Any]:
    """Both saw `own` and `partner` of the areas that opened; nothing else."""

    def other(name: str) -> Any:
        what, area = name.split(".", 1)
        if what == "open":
            return rng.choice(MARKS)
        return answers[name] if what in ("own", "partner") and area in areas else _any(what, rng)

    return {name: other(name) for name in answers}


def _any(what: str, rng: Random) -> Any:
    return rng.choice((True, False)) if what.endswith("_open") else rng.choice((0, 3, 6, "prefer_not"))
