"""What partners and counselors see of a `floor` step: who has the floor, what would help them, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, optional
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.floor.turn import (
    Asked,
    Heard,
    NothingNow,
    NotQuite,
    Offered,
    Passed,
    Said,
    SaidBack,
    State,
)

NAMES: Final[dict[type, str]] = {
    Said: "said",
    SaidBack: "said_back",
    NotQuite: "not_quite",
    Heard: "heard",
    Asked: "asked",
    Offered: "offered",
    NothingNow: "nothing_now",
    Passed: "passed",
}
LABELS: Final[dict[type, Phrase]] = {
    Said: _("You said"),
    SaidBack: _("You said back what you heard"),
    NotQuite: _("You said what was missing"),
    Offered: _("You said what came to your mind"),
}


@dataclass(frozen=True)
class Mine:
    """`first`: whether nothing was said in this turn yet."""

    phase: str
    speaking: bool
    aloud: bool
    first: bool
    say: Phrase
    say_back: Phrase
    idea: Phrase


@dataclass(frozen=True)
class Line:
    """One thing that was said or done: one of `NAMES`."""

    what: str
    by: Partner
    words: str | Gone | None


@dataclass(frozen=True)
class Theirs:
    """`help`: what would help the speaker, in words. `enough`: whether the last piece was said back as often as it may
    be, and was not quite it."""

    speaker: Partner
    phase: str
    said: tuple[Line, ...]
    enough: bool
    help: Phrase | None = optional()


@dataclass(frozen=True)
class Revealed:
    said: tuple[Line, ...]


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    settings = here.settings
    mine = Mine(
        phase=state.phase,
        speaking=viewer is state.speaker,
        aloud=here.aloud,
        first=not state.pieces,
        say=Written(settings.say),
        say_back=Written(settings.say_back),
        idea=Written(settings.idea),
    )
    labels = {one.value: Written(one.label, by=state.speaker) for one in settings.help}
    theirs = Theirs(
        speaker=state.speaker,
        phase=state.phase,
        said=tuple(Line(NAMES[type(one)], one.by, getattr(one, "words", None)) for one in state.said),
        enough=state.phase == "speak" and state.rounds > 0,
        help=labels.get(state.help or ""),
    )
    return Seen(mine, theirs)


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    own = (one for one in state.said if one.by is by and type(one) in LABELS)
    return [(LABELS[type(one)], one.words) for one in own if isinstance(one.words, str)]


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if has_words(theirs.a) else None


def has_words(theirs: Theirs) -> bool:
    """Return whether anything was said, rather than the floor passed alone."""
    return any(one.what != "passed" for one in theirs.said)
