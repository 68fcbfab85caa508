"""The step kind `listening_turns`: one speaks, the other says it back, and the speaker says whether that was it.

In the same room nothing is typed; on a call typing is optional; otherwise it is required.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from exercises.core.fields import Choice, Field, Option, Text
from exercises.core.kind import Here, Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner, Viewer
from exercises.core.text import Localized, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.listening_turns.checks import checks
from exercises.steps.listening_turns.seen import Card, Line, Mine, Sheet, Theirs, revealed
from exercises.steps.listening_turns.turn import LeftThere, NotQuite, SaidBack, Spoke, State, ThatsIt, evolve


@dataclass(frozen=True)
class Settings:
    """`about`: the id of the step whose opened sheet or areas are the topic; without one, the speaker chooses freely.

    `say`: the label of what the speaker writes; the intro if empty. `speaks`: the speaker only, or each in turn.
    `rounds`: the number of "not quite" answers after which either can leave it there.
    """

    intro: Localized
    say_back: Localized
    say: Localized = ""
    about: str = ""
    speaks: Literal["speaker", "each"] = "speaker"
    minutes: int = 10
    rounds: int = 3


def start(here: Here) -> State:
    return State(here.speaker, "say_back" if _sheet(here) else "speak")


def _sheet(here: Here) -> Mapping[str, Any]:
    """Return what the step `about` handed on if that holds an opened sheet; otherwise an empty mapping."""
    source = here.carried.get(here.settings.about, {})
    return source if "answers" in source else {}


def _topics(here: Here) -> tuple[tuple[str, Phrase], ...]:
    topics: tuple[tuple[str, Phrase], ...] = tuple(
        here.carried.get(here.settings.about, {}).get("topics", ())
    )
    return topics


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    speaks = by is state.speaker
    mine: list[Offer] = []
    if state.phase == "speak" and speaks:
        mine = [_speak(here, state)]
    elif state.phase == "say_back" and not speaks:
        label = _("I said it back") if here.aloud else _("That is what I heard")
        mine = [Offer(name="say_back", label=label, fields=_typed(here, Written(here.settings.say_back)))]
    elif state.phase == "confirm" and speaks:
        again = _("What was missing?")
        fields = () if here.aloud else (Text(name="words", label=again, required=False),)
        mine = [
            Offer(name="thats_it", label=_("That’s it"), style="equal"),
            Offer(name="not_quite", label=_("Not quite"), fields=fields, style="equal"),
        ]
    if state.not_quite >= here.settings.rounds and state.phase != "done":
        mine.append(Offer(name="leave_it", label=_("Leave it here; that was enough"), style="plain"))
    return mine


def _typed(here: Here, label: Phrase) -> tuple[Field, ...]:
    if here.aloud:
        return ()
    on_call = here.carried.get("together") == "call"
    hint = _("You can also say it on the call and leave this empty.") if on_call else None
    return (Text(name="words", label=label, hint=hint, required=not on_call),)


def _speak(here: Here, state: State) -> Offer:
    fields: list[Field] = []
    topics = _topics(here)
    if topics and state.topic is None:
        options = tuple(Option(value, label) for value, label in topics)
        fields.append(Choice(name="topic", label=_("What would you like to talk about?"), choices=options))
    fields += _typed(here, Written(here.settings.say or here.settings.intro))
    label = _("I have said it") if here.aloud else _("Say it")
    return Offer(name="speak", label=label, fields=tuple(fields))


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    words = ask.values.get("words")
    match ask.name:
        case "speak":
            return [Spoke(ask.by, ask.values.get("topic"), words)]
        case "say_back":
            return [SaidBack(ask.by, words)]
        case "not_quite":
            return [NotQuite(ask.by, words)]
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
    )
    theirs = Theirs(
        speaker=state.speaker,
        phase=state.phase,
        said=tuple(_line(event) for event in state.said),
        topic=dict(_topics(here)).get(state.topic or ""),
        minutes=here.settings.minutes,
        enough_rounds=state.not_quite >= here.settings.rounds,
        sheet=_spoken_of(here),
        cards=_cards(here, state) or None,
    )
    return Seen(mine, theirs)


def _cards(here: Here, state: State) -> tuple[Card, ...]:
    """Return what the step `about` handed on of the topic; of every topic until one is chosen."""
    told = here.carried.get(here.settings.about, {}).get("cards", {})
    topics = [(key, title) for key, title in _topics(here) if state.topic in (None, key)]
    return tuple(Card(title, tuple(told[key])) for key, title in topics if key in told)


def _spoken_of(here: Here) -> Sheet | None:
    sheet = _sheet(here)
    return Sheet(here.speaker, sheet["answers"].of(here.speaker), sheet["questions"]) if sheet else None


def _line(event: Any) -> Line:
    names = {Spoke: "spoke", SaidBack: "said_back", NotQuite: "not_quite", ThatsIt: "thats_it"}
    by = None if isinstance(event, LeftThere) else event.by
    return Line(names.get(type(event), "left_there"), by, getattr(event, "words", None))


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    labels: dict[type, Phrase] = {
        Spoke: _("You said"),
        SaidBack: _("You said back what you heard"),
        NotQuite: _("You said what was missing"),
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
    checks=checks,
)
