"""What partners and counselors see of a `support` step: the plan, and all that was said to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.core.here import Here
from exercises.core.kind import Seen, optional
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.steps.support.turn import Asked, Chosen, LeftOpen, Offered, Replied, State


@dataclass(frozen=True)
class Mine:
    phase: str
    owns: bool
    aloud: bool
    intro: Phrase


@dataclass(frozen=True)
class Line:
    """One thing that was said. `what`: asked, replied, left_open, offered, out_of_the_way, takes or alone."""

    what: str
    by: Partner
    words: str | Gone | None


@dataclass(frozen=True)
class Sheet:
    answers: Mapping[str, Any] | Gone | None
    questions: Sequence[tuple[str, Phrase]]


@dataclass(frozen=True)
class Theirs:
    """`sheet`: what the owner opened, as long as it can be read."""

    owner: Partner
    said: tuple[Line, ...]
    sheet: Sheet | None = optional()


@dataclass(frozen=True)
class Revealed:
    owner: Partner
    said: tuple[Line, ...]


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    mine = Mine(state.phase, viewer is here.speaker, here.aloud, Written(here.settings.intro))
    return Seen(mine, Theirs(here.speaker, tuple(map(_line, state.said)), _sheet(here)))


def _line(event: Any) -> Line:
    if isinstance(event, Chosen):
        return Line("takes" if event.takes else "alone", event.by, None)
    names = {Asked: "asked", Replied: "replied", LeftOpen: "left_open", Offered: "offered"}
    return Line(names.get(type(event), "out_of_the_way"), event.by, getattr(event, "words", None))


def _sheet(here: Here) -> Sheet | None:
    source = here.carried.get(here.settings.about, {})
    if "answers" not in source:
        return None
    return Sheet(source["answers"].of(here.speaker), source["questions"])


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs)
