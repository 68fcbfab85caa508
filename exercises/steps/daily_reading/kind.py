"""The step kind `daily_reading`: five short parts, in each of which one says something, and then the other.

The listener only thanks. Whether there is a complaint today each answers privately beforehand; one "leave it out" is
enough, and whose it was is not shown. In the same room nothing is typed; on a call it is optional.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.offer import Ask
from exercises.core.pair import Partner, Viewer
from exercises.core.text import Localized
from exercises.steps.daily_reading.forms import offers
from exercises.steps.daily_reading.seen import (
    Mine,
    Theirs,
    has_words,
    mine_of,
    revealed,
    shares,
    theirs_of,
)
from exercises.steps.daily_reading.turn import Answered, Arranged, Passed, Said, State, Thanked, evolve


@dataclass(frozen=True)
class Settings:
    """`thanks`, `news`, `question`, `complaint`, `hope`: what each part asks; `request`: what is asked for beside a
    complaint."""

    intro: Localized
    thanks: Localized
    news: Localized
    question: Localized
    complaint: Localized
    request: Localized
    hope: Localized
    minutes: int = 5


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    match ask.name:
        case "say":
            return [Said(ask.by, ask.values.get("words"), ask.values.get("request"))]
        case "pass_on":
            return [Passed(ask.by)]
        case "thank":
            return [Thanked(ask.by)]
    other, mine = state.answers.of(ask.by.other), Answered(ask.by, ask.name)
    return [mine] if other is None else [mine, Arranged(ask.name == other == "keep")]


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    return Seen(mine_of(here, state, viewer), theirs_of(state, viewer))


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.between(placed.settings.minutes, 1, 60, "minutes")


KIND = StepKind(
    name="daily_reading",
    settings=Settings,
    events={
        "reading.answered": Answered,
        "reading.arranged": Arranged,
        "reading.said": Said,
        "reading.passed": Passed,
        "reading.thanked": Thanked,
    },
    start=lambda here: State(here.speaker),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.phase == "done",
    turns=lambda event: not isinstance(event, Answered),
    has_words=has_words,
    shares=shares,
    revealed=revealed,
    checks=checks,
)
