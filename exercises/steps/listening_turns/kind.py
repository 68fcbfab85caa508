"""The step kind `listening_turns`: one speaks, the other says it back, and the speaker says whether that was it.

In the same room nothing is typed; on a call typing is optional; otherwise it is required.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.material import material
from exercises.core.offer import Ask
from exercises.core.pair import Partner, Viewer
from exercises.core.points import TalkedAbout
from exercises.core.text import Localized, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.listening_turns.about import cards_of, first_phase, spoken_of, topics_of
from exercises.steps.listening_turns.checks import checks
from exercises.steps.listening_turns.forms import offers
from exercises.steps.listening_turns.seen import Line, Mine, Theirs, revealed
from exercises.steps.listening_turns.turn import (
    LeftThere,
    MadeSense,
    NotQuite,
    SaidBack,
    Spoke,
    State,
    ThatsIt,
    WentOn,
    evolve,
)


@dataclass(frozen=True)
class Settings:
    """`about`: the id of the step whose opened sheet or areas are the topic; without one, the speaker chooses freely.

    `say_back`: what the listener is asked for.
    `say`: the label of what the speaker writes; the intro if empty. `speaks`: the speaker only, or each in turn.
    `rounds`: the number of "not quite" answers after which either can leave it there. `makes_sense`: after "that's
    it", the label of a line that the listener may add; without one, the turn is over. `beside`: an earlier step whose
    material stays in sight.
    """

    intro: Localized
    say_back: Localized
    say: Localized = ""
    about: str = ""
    speaks: Literal["speaker", "each"] = "speaker"
    minutes: int = 10
    rounds: int = 3
    makes_sense: Localized = ""
    beside: str = ""


def start(here: Here) -> State:
    return State(here.speaker, first_phase(here, here.speaker))


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    words = ask.values.get("words")
    match ask.name:
        case "speak":
            return [Spoke(ask.by, ask.values.get("topic"), words)]
        case "say_back":
            return [SaidBack(ask.by, words)]
        case "not_quite":
            return [NotQuite(ask.by, words)]
        case "makes_sense":
            return [MadeSense(ask.by, words)]
        case "go_on":
            return [WentOn(ask.by)]
        case "leave_it":
            return [LeftThere(ask.by)]
    return [ThatsIt(ask.by)]


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    mine = Mine(
        phase=state.phase,
        speaking=viewer is state.speaker,
        aloud=here.aloud,
        intro=Written(here.settings.intro),
        say_back=Written(here.settings.say_back),
        makes_sense=Written(here.settings.makes_sense) if state.phase in ("sense", "sensed") else None,
    )
    theirs = Theirs(
        speaker=state.speaker,
        phase=state.phase,
        said=tuple(_line(event) for event in state.said),
        topic=dict(topics_of(here)).get(state.topic or ""),
        minutes=here.settings.minutes,
        enough_rounds=state.not_quite >= here.settings.rounds and state.phase not in ("sense", "sensed"),
        sheet=spoken_of(here, state.speaker),
        cards=cards_of(here, state.topic) or None,
        beside=material(here, here.settings.beside) or None,
    )
    return Seen(mine, theirs)


def _line(event: Any) -> Line:
    names = {
        Spoke: "spoke",
        SaidBack: "said_back",
        NotQuite: "not_quite",
        ThatsIt: "thats_it",
        MadeSense: "made_sense",
    }
    by = None if isinstance(event, LeftThere) else event.by
    return Line(names.get(type(event), "left_there"), by, getattr(event, "words", None))


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    labels: dict[type, Phrase] = {
        Spoke: _("You said"),
        SaidBack: _("You said back what you heard"),
        NotQuite: _("You said what was missing"),
        MadeSense: _("You said what makes sense to you"),
    }
    return [
        (labels[type(event)], event.words)
        for event in state.said
        if type(event) in labels and event.by is by and isinstance(event.words, str)
    ]


KIND = StepKind(
    name="listening_turns",
    settings=Settings,
    events={
        "listening.spoke": Spoke,
        "listening.said_back": SaidBack,
        "listening.not_quite": NotQuite,
        "listening.thats_it": ThatsIt,
        "listening.left_there": LeftThere,
        "listening.made_sense": MadeSense,
        "listening.went_on": WentOn,
    },
    start=start,
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.phase == "done",
    turns=lambda event: True,
    has_words=lambda theirs: bool(theirs.said),
    shares=shares,
    revealed=revealed,
    points=lambda shown: [TalkedAbout(shown.topic)] if shown.topic else [],
    checks=checks,
)
