"""The step kind `floor`: one has the floor and says one piece after another; the other says each back.

The speaker says whether that was it, goes on, asks what the other thinks, or passes the floor. Each has it once. In the
same room nothing is typed; on a call typing is optional; otherwise it is required.
"""

from __future__ import annotations

from typing import Any

from exercises.core.here import Here
from exercises.core.kind import StepKind
from exercises.core.offer import Ask
from exercises.steps.floor.forms import offers
from exercises.steps.floor.seen import has_words, revealed, shares, view
from exercises.steps.floor.turn import (
    Asked,
    Heard,
    NothingNow,
    NotQuite,
    Offered,
    Passed,
    Said,
    SaidBack,
    Settings,
    State,
    checks,
    evolve,
)


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    words = ask.values.get("words")
    match ask.name:
        case "say":
            return [Said(ask.by, ask.values.get("help"), words)]
        case "say_back":
            return [SaidBack(ask.by, words)]
        case "not_quite":
            return [NotQuite(ask.by, words)]
        case "offer_idea":
            return [Offered(ask.by, words)]
    plain = {"thats_it": Heard, "ask": Asked, "nothing_now": NothingNow, "pass": Passed}
    return [plain[ask.name](ask.by)]


KIND = StepKind(
    name="floor",
    settings=Settings,
    events={
        "floor.said": Said,
        "floor.said_back": SaidBack,
        "floor.not_quite": NotQuite,
        "floor.heard": Heard,
        "floor.asked": Asked,
        "floor.offered": Offered,
        "floor.nothing_now": NothingNow,
        "floor.passed": Passed,
    },
    start=lambda here: State(here.speaker),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.phase == "done",
    turns=lambda event: True,
    has_words=has_words,
    shares=shares,
    revealed=revealed,
    checks=checks,
)
