"""The events and the state of a `daily_reading` step. `evolve` checks no rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.pair import Pair, Partner
from exercises.core.text import Gone

PARTS: Final = ("thanks", "news", "question", "complaint", "hope")
"""The five parts, in order. In each, first one has a turn and then the other."""


@dataclass(frozen=True)
class Answered:
    """`answer`: keep or leave_out, the part with a complaint."""

    by: Partner
    answer: str | Gone = content()


@dataclass(frozen=True)
class Arranged:
    """Both have answered whether there is a complaint today; whose answer decided it is not recorded."""

    complaint: bool


@dataclass(frozen=True)
class Said:
    """`request`: what would be better, beside a complaint."""

    by: Partner
    words: str | Gone | None = content()
    request: str | Gone | None = content()


@dataclass(frozen=True)
class Passed:
    """A turn in which nothing was said. No reason is asked."""

    by: Partner


@dataclass(frozen=True)
class Thanked:
    """The listener has heard it, and gives thanks. Nothing else is answered in this step."""

    by: Partner


@dataclass(frozen=True)
class State:
    """`phase`: before, say, thank, done. `part`: its position in `PARTS`; `turn`: 1 or 2 within it.

    `complaint`: whether there is one today, once that is arranged. `said`: the position of the part, and what was said.
    """

    speaker: Partner
    phase: str = "before"
    part: int = 0
    turn: int = 1
    complaint: bool | None = None
    answers: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))
    said: tuple[tuple[int, Said], ...] = ()


def parts_of(state: State) -> list[int]:
    """Return the places of the parts that there are today."""
    left_out = "complaint" if state.complaint is False else ""
    return [position for position, name in enumerate(PARTS) if name != left_out]


def evolve(here: Here, state: State, event: Any) -> State:
    match event:
        case Answered(by, answer):
            return replace(state, answers=state.answers.put(by, answer))
        case Arranged(complaint):
            return replace(state, phase="say", complaint=complaint)
        case Said():
            return replace(state, phase="thank", said=(*state.said, (state.part, event)))
    return _next_turn(state)


def _next_turn(state: State) -> State:
    """Return the state in which the other has a turn; after both turns the next part; after the last, the end."""
    turned = replace(state, phase="say", speaker=state.speaker.other, turn=3 - state.turn)
    if state.turn == 1:
        return turned
    later = [position for position in parts_of(state) if position > state.part]
    return replace(turned, part=later[0]) if later else replace(turned, phase="done")
