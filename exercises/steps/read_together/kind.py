"""The step kind `read_together`: what an earlier step laid open, to be read by both in peace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.material import Piece, material
from exercises.core.pair import Partner, Viewer
from exercises.core.text import Localized


@dataclass(frozen=True)
class Settings:
    """`about`: the earlier step."""

    intro: Localized
    about: str


@dataclass(frozen=True)
class State:
    pass


@dataclass(frozen=True)
class Theirs:
    pieces: tuple[Piece, ...]


def view(here: Here, state: State, viewer: Viewer) -> Seen[State, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    return Seen(State(), Theirs(material(here, here.settings.about)))


def decide(here: Here, state: State, ask: Any) -> list[Any]:
    return []


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.earlier("about", "material")


KIND = StepKind(
    name="read_together",
    settings=Settings,
    events={},
    start=lambda here: State(),
    offers=lambda here, state, by: [],
    decide=decide,
    evolve=lambda here, state, event: state,
    view=view,
    finished=lambda state: True,
    moves_on="together",
    checks=checks,
)
