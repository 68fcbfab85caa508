"""The events and states of a `mirror` step. `evolve` decides what comes after what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import Gone


@dataclass(frozen=True)
class TopicNamed:
    """In all of these `words` is None where they were said aloud."""

    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class Sent:
    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class Mirrored:
    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class GotIt:
    by: Partner


@dataclass(frozen=True)
class NotQuite:
    """`words`: what was missing, or None."""

    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class ThatWasAll:
    by: Partner


@dataclass(frozen=True)
class SummedUp:
    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class MadeSense:
    """What makes sense to the one who listened. It is no agreement."""

    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class Guessed:
    """What the other may feel, as a guess."""

    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class Felt:
    """The guess was right, or what it is rather. `right`: whether the one who feels it said so."""

    by: Partner
    right: bool
    words: str | Gone | None = content()


@dataclass(frozen=True)
class LeftOut:
    """The one who listened leaves out what makes sense, or the guess."""

    by: Partner


@dataclass(frozen=True)
class LeftThere:
    by: Partner


EVENTS: Final[dict[str, type]] = {
    "mirror.topic_named": TopicNamed,
    "mirror.sent": Sent,
    "mirror.mirrored": Mirrored,
    "mirror.got_it": GotIt,
    "mirror.not_quite": NotQuite,
    "mirror.that_was_all": ThatWasAll,
    "mirror.summed_up": SummedUp,
    "mirror.made_sense": MadeSense,
    "mirror.guessed": Guessed,
    "mirror.felt": Felt,
    "mirror.left_out": LeftOut,
    "mirror.left_there": LeftThere,
}
NEXT: Final[dict[type, str]] = {
    TopicNamed: "send",
    Sent: "mirror",
    Mirrored: "check",
    ThatWasAll: "sum_up",
    SummedUp: "check_sum",
    MadeSense: "guess",
    Guessed: "feel",
    Felt: "done",
    LeftThere: "done",
}
"""The phase after an event, where it does not depend on the phase before."""
AFTER: Final[dict[tuple[type, str], str]] = {
    (GotIt, "check"): "more",
    (GotIt, "check_sum"): "sense",
    (NotQuite, "check"): "mirror",
    (NotQuite, "check_sum"): "sum_up",
    (LeftOut, "sense"): "guess",
    (LeftOut, "guess"): "done",
}
"""The phase after an event in this phase."""


@dataclass(frozen=True)
class State:
    """`sent`: how many pieces the sender has told. `not_quite`: how often something was missing, in all."""

    sender: Partner
    phase: str = "topic"
    sent: int = 0
    not_quite: int = 0
    said: tuple[Any, ...] = ()


def evolve(here: Here, state: State, event: Any) -> State:
    phase = NEXT.get(type(event)) or AFTER[type(event), state.phase]
    sent = state.sent + isinstance(event, Sent)
    not_quite = state.not_quite + isinstance(event, NotQuite)
    if phase == "more" and sent >= here.settings.most:
        phase = "sum_up"
    return State(state.sender, phase, sent, not_quite, (*state.said, event))


def start(here: Here) -> State:
    return State(here.speaker)
