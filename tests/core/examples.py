"""Small exercises for the proofs, one around every step kind. Refuses real wording: only shapes count here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from exercises.core import session
from exercises.core.kind import Exercise, Step, StepKind
from exercises.steps.registry import STEP_KINDS
from tests.core.example import Example

NOON: Final = datetime(2030, 3, 1, 12, tzinfo=UTC)

EXAMPLES: Final[dict[str, Example]] = {
    name: import_module(f"exercises.steps.{name}.tests.example").EXAMPLE for name in STEP_KINDS
}


def pin_of(name: str) -> ModuleType:
    """Return what this kind pins for ever. Raises ModuleNotFoundError if its folder pins nothing."""
    return import_module(f"exercises.steps.{name}.tests.pinned")


def part(kind: str, name: str | None = None, **changes: Any) -> Step:
    """A small step of this kind, with these settings of its example changed."""
    settings = replace(EXAMPLES[kind].settings, **changes)
    return Step(name or kind, {"en": f"Step {name or kind}"}, STEP_KINDS[kind], settings)


def exercise(*steps: Step) -> Exercise:
    return Exercise("example", "Example", (part("arrival"), *steps, part("closing")))


OF_KIND: Final[dict[str, Exercise]] = {
    name: exercise(*example.around(part)) for name, example in EXAMPLES.items()
}
"""An exercise in which the kind can show all it does."""


def begin(which: Exercise) -> session.Session:
    return session.new_session(which, NOON)


def with_kind(which: Exercise, planted: StepKind) -> Exercise:
    """The exercise with every step of that name run by `planted` instead."""
    steps = tuple(
        Step(one.id, one.title, planted, one.settings) if one.kind.name == planted.name else one
        for one in which.steps
    )
    return Exercise(which.slug, which.title, steps)
