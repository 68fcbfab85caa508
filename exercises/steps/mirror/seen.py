"""What partners and counselors see of a `mirror` step: whose word it is, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from exercises.core.here import Here
from exercises.core.kind import Seen
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.steps.mirror.talk import (
    Felt,
    GotIt,
    Guessed,
    LeftThere,
    MadeSense,
    Mirrored,
    NotQuite,
    Sent,
    State,
    SummedUp,
    TopicNamed,
)

WHAT: Final[dict[type, str]] = {
    TopicNamed: "topic",
    Sent: "sent",
    Mirrored: "mirrored",
    GotIt: "got_it",
    NotQuite: "not_quite",
    SummedUp: "summed_up",
    MadeSense: "made_sense",
    Guessed: "guessed",
    LeftThere: "left_there",
}
"""What each event is called for those who read it; what is not here is not shown."""


@dataclass(frozen=True)
class Mine:
    phase: str
    sending: bool
    aloud: bool
    intro: Phrase


@dataclass(frozen=True)
class Line:
    """One thing that was said: `what`, and by whom; None where the two left it there."""

    what: str
    by: Partner | None
    words: str | Gone | None


@dataclass(frozen=True)
class Theirs:
    """`enough_rounds`: whether something was missing so often that leaving it there is suggested."""

    sender: Partner
    phase: str
    said: tuple[Line, ...]
    enough_rounds: bool


@dataclass(frozen=True)
class Revealed:
    said: tuple[Line, ...]


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    said = tuple(_line(event) for event in state.said if type(event) in WHAT or isinstance(event, Felt))
    enough = state.not_quite >= here.settings.rounds and state.phase in (
        "mirror",
        "check",
        "sum_up",
        "check_sum",
    )
    mine = Mine(state.phase, viewer is state.sender, here.aloud, Written(here.settings.intro))
    return Seen(mine, Theirs(state.sender, state.phase, said, enough))


def _line(event: Any) -> Line:
    if isinstance(event, Felt):
        return Line("feel_so" if event.right else "feel_rather", event.by, event.words)
    by = None if isinstance(event, LeftThere) else event.by
    return Line(WHAT[type(event)], by, getattr(event, "words", None))


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if theirs.a.said else None
