"""The settings, events and state of a `two_circles` step. Nothing takes a line out of a core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from exercises.core import closed_forms
from exercises.core.closed_forms import ClosedForms, readable
from exercises.core.events import content
from exercises.core.fields import Field, Text
from exercises.core.pair import Pair, Partner
from exercises.core.text import Gone, Localized, Phrase, Written
from exercises.core.text import say as _

CORE: Final = tuple(f"core_{number}" for number in range(1, 4))
"""So few: where everything is core, nothing is said."""
FLEXIBLE: Final = tuple(f"flexible_{number}" for number in range(1, 6))
LONGEST: Final = 160


@dataclass(frozen=True)
class Settings:
    """`core`: what is asked of the lines that stay as they are; `flexible`: of those that can be one way or another."""

    intro: Localized
    core: Localized
    flexible: Localized


@dataclass(frozen=True)
class Marked:
    """With which flexible lines of the other `by` could go along: their names, separated by spaces."""

    by: Partner
    lines: str | Gone = content()


@dataclass(frozen=True)
class State:
    closed: ClosedForms = field(default_factory=closed_forms.both)
    marks: Pair[str | Gone] = field(default_factory=lambda: Pair("", ""))

    def marked_by(self, who: Partner) -> list[str]:
        marks = self.marks.of(who)
        return [] if isinstance(marks, Gone) else marks.split()


def evolve(state: State, event: Any) -> State:
    if isinstance(event, Marked):
        return replace(state, marks=state.marks.put(event.by, event.lines))
    return replace(state, closed=closed_forms.evolve(state.closed, event))


def form(settings: Settings) -> tuple[Field, ...]:
    """Return the lines of both circles. None has to be filled in: to have no core today is an answer."""
    return (*_lines(CORE, settings.core), *_lines(FLEXIBLE, settings.flexible))


def _lines(names: tuple[str, ...], asked: Localized) -> tuple[Field, ...]:
    labels = (_("{asked}, line {number}", asked=Written(asked), number=n) for n in range(1, len(names) + 1))
    return tuple(
        Text(name=name, label=label, required=False, max_length=LONGEST)
        for name, label in zip(names, labels, strict=True)
    )


def lines(state: State, who: Partner, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the lines of `who` that have words, each with its name."""
    answers: Mapping[str, Any] = readable(state.closed, who)
    return [(name, answers[name]) for name in names if answers.get(name)]


def heading(settings: Settings, names: tuple[str, ...], who: Partner) -> Phrase:
    asked = settings.core if names is CORE else settings.flexible
    return _("{name}: {asked}", name=who, asked=Written(asked, who))
