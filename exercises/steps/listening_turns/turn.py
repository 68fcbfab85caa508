"""The events and the state of a `listening_turns` step. `evolve` checks no rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from exercises.core.events import content
from exercises.core.kind import Here
from exercises.core.pair import Partner
from exercises.core.text import Gone


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
    """`phase`: speak, say_back, confirm, done. `said`: the events of this step, oldest first. `turn`: from 1."""

    speaker: Partner
    phase: str
    turn: int = 1
    not_quite: int = 0
    topic: str | None = None
    said: tuple[Any, ...] = ()
    heard: bool = False


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
