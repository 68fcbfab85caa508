"""The step kind `mirror`: one tells a thing piece by piece, the other says each back, sums it up, says what makes sense
in it and guesses the feeling; only who tells it says whether that was it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from exercises.core.checks import Fault, Placed
from exercises.core.here import Here
from exercises.core.kind import Shared, StepKind
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.core.text import Localized, Phrase
from exercises.core.text import say as _
from exercises.steps.mirror.forms import offers
from exercises.steps.mirror.seen import revealed, view
from exercises.steps.mirror.talk import (
    EVENTS,
    Felt,
    GotIt,
    Guessed,
    LeftOut,
    LeftThere,
    MadeSense,
    Mirrored,
    NotQuite,
    Sent,
    State,
    SummedUp,
    ThatWasAll,
    TopicNamed,
    evolve,
    start,
)

SAYS: Final[dict[str, type]] = {
    "name_topic": TopicNamed,
    "send": Sent,
    "mirror": Mirrored,
    "not_quite": NotQuite,
    "sum_up": SummedUp,
    "makes_sense": MadeSense,
    "guess": Guessed,
}
"""The event of each command that has words."""
LABELS: Final[dict[type, Phrase]] = {
    TopicNamed: _("What it was about"),
    Sent: _("You said"),
    Mirrored: _("You said back what you heard"),
    NotQuite: _("You said what was missing"),
    SummedUp: _("You summed it up"),
    MadeSense: _("You said what makes sense to you"),
    Guessed: _("You guessed a feeling"),
    Felt: _("You said what it is rather"),
}


@dataclass(frozen=True)
class Settings:
    """`most`: how many pieces the sender may tell. `rounds`: after so many "not quite" either can leave it there."""

    intro: Localized
    most: int = 5
    rounds: int = 3
    minutes: int = 15


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    words = ask.values.get("words")
    match ask.name:
        case "got_it":
            return [GotIt(ask.by)]
        case "that_was_all":
            return [ThatWasAll(ask.by)]
        case "feel_so" | "feel_rather":
            return [Felt(ask.by, ask.name == "feel_so", words)]
        case "leave_out":
            return [LeftOut(ask.by)]
        case "leave_it":
            return [LeftThere(ask.by)]
    return [SAYS[ask.name](ask.by, words)]


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    return [
        (LABELS[type(event)], event.words)
        for event in state.said
        if event.by is by and type(event) in LABELS and isinstance(event.words, str)
    ]


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    yield from placed.needs_speaker()
    yield from placed.between(settings.most, 1, 10, "most")
    yield from placed.between(settings.rounds, 1, 10, "rounds")
    yield from placed.between(settings.minutes, 1, 60, "minutes")


KIND = StepKind(
    name="mirror",
    settings=Settings,
    events=EVENTS,
    start=start,
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.phase == "done",
    moves_on="together",
    turns=lambda event: True,
    has_words=lambda theirs: bool(theirs.said),
    shares=shares,
    revealed=revealed,
    checks=checks,
)
