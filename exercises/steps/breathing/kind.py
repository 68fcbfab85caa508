"""The step kind `breathing`: a shared pause of one to three minutes. Either can stop it; nothing is measured.

The timer of the step says when the minutes are over, and nothing follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from exercises.core.checks import Fault, Placed
from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner, Viewer
from exercises.core.text import Localized
from exercises.core.text import say as _

LONGEST: Final = 3
"""Minutes. Longer pauses are what “Pause” is for."""


@dataclass(frozen=True)
class Settings:
    intro: Localized
    minutes: int = 2


@dataclass(frozen=True)
class Stopped:
    """Either of the two went on. Who it was, and after how long, is not recorded."""


@dataclass(frozen=True)
class State:
    stopped: bool = False


@dataclass(frozen=True)
class Mine:
    minutes: int


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    about = _("One of you is enough to go on, before the time is over or after it.")
    return [] if state.stopped else [Offer(name="stop", label=_("Go on from here"), about=about)]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    return [Stopped()]


def evolve(here: Here, state: State, event: Stopped) -> State:
    return replace(state, stopped=True)


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, None]:
    return Seen(Mine(here.settings.minutes)) if isinstance(viewer, Partner) else Seen()


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.between(placed.settings.minutes, 1, LONGEST, "minutes")


KIND = StepKind(
    name="breathing",
    settings=Settings,
    events={"breathing.stopped": Stopped},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.stopped,
    checks=checks,
)
