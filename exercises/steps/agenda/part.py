"""The settings, events and state of an `agenda` step, one part of a meeting. `evolve` checks no rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core import closed_forms
from exercises.core.checks import Fault, Placed
from exercises.core.closed_forms import ClosedForms
from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import Gone, Localized, Phrase, Written
from exercises.core.text import say as _


@dataclass(frozen=True)
class Settings:
    """`note`: what either may note, and both see at once; `most`: notes of each.

    `concern`: what each first writes alone, or leaves for another day; without it there are notes alone. `wish`: a
    second line of it, which may stay empty; `talk`: what stands there instead of the intro once both are open.
    """

    intro: Localized
    note: Localized
    minutes: int = 5
    most: int = 6
    concern: Localized = ""
    wish: Localized = ""
    talk: Localized = ""

    @property
    def questions(self) -> tuple[tuple[str, Phrase], ...]:
        """The name and label of each line that is first written alone."""
        asked = (("concern", self.concern), ("wish", self.wish))
        return tuple((name, Written(label)) for name, label in asked if label)


@dataclass(frozen=True)
class Noted:
    by: Partner
    words: str | Gone = content()


@dataclass(frozen=True)
class State:
    """`notes`: of both, oldest first. Of who leaves it for another day the closed form holds no answers."""

    closed: ClosedForms = field(default_factory=closed_forms.both)
    notes: tuple[Noted, ...] = ()

    def notes_of(self, who: Partner) -> int:
        return sum(one.by is who for one in self.notes)


def start(here: Here) -> State:
    """Return the state at first: open for notes at once if no concern is asked for."""
    return State() if here.settings.concern else State(ClosedForms((), open=True))


def evolve(here: Here, state: State, event: Any) -> State:
    if isinstance(event, Noted):
        return replace(state, notes=(*state.notes, event))
    return replace(state, closed=closed_forms.evolve(state.closed, event))


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    yield from placed.between(settings.minutes, 1, 60, "minutes")
    yield from placed.between(settings.most, 1, 20, "most")
    for name in ("wish", "talk"):
        if getattr(settings, name) and not settings.concern:
            yield placed.wrong(_("this needs a “concern”"), name)
