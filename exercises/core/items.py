"""The items of an exercise: what both answer side by side. Which of them both opened, and see differently.

An item is told by its number among all items of the exercise. One that was kept closed, not drawn, left out or taken
back is as one that both see alike: it is nowhere in the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exercises.core.text import Localized

from .kind import Exercise
from .points import AnsweredItem, OfItem, RatedArea
from .revealed import StepRevealed, revealed
from .session import Session


@dataclass(frozen=True)
class Item:
    """`step`: the id of its step; `scope`: the consent under which a counselor reads it."""

    step: str
    key: str
    title: Localized
    scope: str


def items(exercise: Exercise) -> tuple[Item, ...]:
    """Return all items, in their order."""
    return tuple(
        Item(step.id, key, title, step.kind.scope)
        for step in exercise.steps
        for key, title in step.kind.items(step.settings)
    )


def opened(exercise: Exercise, steps: Iterable[StepRevealed]) -> dict[int, OfItem]:
    """Return what both revealed of each item in these steps, as it opened last, by the number of the item."""
    numbers = {(one.step, one.key): number for number, one in enumerate(items(exercise))}
    return {
        numbers[step.id, point.key]: point
        for step in steps
        for point in step.points
        if isinstance(point, AnsweredItem | RatedArea) and (step.id, point.key) in numbers
    }


def seen_differently(session: Session) -> frozenset[int]:
    """Return the numbers of the items that both revealed and see differently."""
    found = opened(session.exercise, revealed(session))
    return frozenset(number for number, point in found.items() if point.differs)
