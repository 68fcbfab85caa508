"""Listening in turns: one speaks, the other says it back, and only the speaker says whether that was it.

In the same room speaking and reflecting are aloud; on a call writing is optional; otherwise it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from exercises.core.asking import Ask, Offer
from exercises.core.checks import Fault, Placed
from exercises.core.events import content
from exercises.core.fields import Choice, Field, Option, Text
from exercises.core.kind import Here, Seen, Shared, StepKind, optional
from exercises.core.pair import Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.words import Gone, Phrase, Words, Written
from exercises.core.words import say as _


@dataclass(frozen=True)
class Settings:
    """`about`: the id of the step whose opened sheet or areas are spoken of; without one, the speaker speaks freely.

    `say`: the label of what the speaker writes, where it is not the intro. `speaks`: the speaker only, or each in
    turn. `rounds`: after so many "not quite" either may leave it there.
    """

    intro: Words
    say_back: Words
    say: Words = ""
    about: str = ""
    speaks: Literal["speaker", "each"] = "speaker"
    minutes: int = 10
    rounds: int = 3


@dataclass(frozen=True)
class Spoke:
    by: Partner
    topic: str | None
    words: str | Gone | None = content()


@dataclass(frozen=True)
class SaidBack:
    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class NotQuite:
    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class ThatsIt:
    by: Partner


@dataclass(frozen=True)
class LeftThere:
    by: Partner


@dataclass(frozen=True)
class State:
    """`phase`: speak, say_back, confirm, done. `said`: the words of this turn, oldest first. `turn`: from 1."""

    speaker: Partner
    phase: str
    turn: int = 1
    not_quite: int = 0
    topic: str | None = None
    said: tuple[Any, ...] = ()
    heard: bool = False


@dataclass(frozen=True)
class Mine:
    phase: str
    speaking: bool
    aloud: bool
    intro: Phrase
    say_back: Phrase


@dataclass(frozen=True)
class Line:
    """One thing that was said. `what`: spoke, said_back, not_quite, thats_it, or left_there, which is nobody's."""

    what: str
    by: Partner | None
    words: str | Gone | None


@dataclass(frozen=True)
class Sheet:
    """The opened sheet that is spoken of; `questions`: the heading of each answer, by its name."""

    by: Partner
    answers: Mapping[str, Any] | Gone | None
    questions: Sequence[tuple[str, Phrase]]


@dataclass(frozen=True)
class Theirs:
    """`enough_rounds`: has it gone around so often that leaving it there is suggested?"""

    speaker: Partner
    phase: str
    said: tuple[Line, ...]
    topic: Phrase | None
    minutes: int
    enough_rounds: bool
    sheet: Sheet | None = optional()


@dataclass(frozen=True)
class Revealed:
    topic: Phrase | None
    said: tuple[Line, ...]


def start(here: Here) -> State:
    return State(here.speaker, "say_back" if _sheet(here) else "speak")


def _sheet(here: Here) -> Mapping[str, Any]:
    """The opened sheet of an earlier step, if this step is about one."""
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
            Offer(name="thats_it", label=_("That’s it"), look="equal"),
            Offer(name="not_quite", label=_("Not quite"), fields=fields, look="equal"),
        ]
    if state.not_quite >= here.settings.rounds and state.phase != "done":
        mine.append(Offer(name="leave_it", label=_("Leave it here; that was enough"), look="plain"))
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


def evolve(here: Here, state: State, event: Any) -> State:
    said = (*state.said, event)
    match event:
        case Spoke(topic=topic):
            return replace(state, phase="say_back", topic=topic or state.topic, said=said)
        case SaidBack():
            return replace(state, phase="confirm", said=said)
        case NotQuite():
            return replace(state, phase="say_back", not_quite=state.not_quite + 1, said=said)
    swaps = here.settings.speaks == "each" and state.turn == 1
    if swaps:
        return State(state.speaker.other, "speak", turn=2, topic=state.topic, said=said)
    return replace(state, phase="done", said=said, heard=isinstance(event, ThatsIt))


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
    )
    return Seen(mine, theirs)


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


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    yield from placed.needs_speaker()
    if settings.about:
        yield from placed.earlier("about", "sheet", "topics")
    yield from placed.between(settings.rounds, 1, 10, "rounds")
    yield from placed.between(settings.minutes, 1, 60, "minutes")


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
    revealed=lambda theirs: in_both(Revealed, theirs),
    checks=checks,
)
