"""The events and the state of a `listening_turns` step. `evolve` checks no rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import Gone
from exercises.steps.listening_turns.about import first_phase


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
class MadeSense:
    """What makes sense to the listener in what they heard. It is no agreement, and never needed."""

    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class WentOn:
    """Either leaves it at what makes sense to the listener, said or not."""

    by: Partner


@dataclass(frozen=True)
class State:
    """`phase`: speak, say_back, confirm, then sense and sensed if the step asks what makes sense, and done.

    `said`: what was said and answered in this step, oldest first. `turn`: from 1.
    """

    speaker: Partner
    phase: str
    turn: int = 1
    not_quite: int = 0
    topic: str | None = None
    said: tuple[Any, ...] = ()


def evolve(here: Here, state: State, event: Any) -> State:
    said = (*state.said, event)
    match event:
        case Spoke(topic=topic):
            return replace(state, phase="say_back", topic=topic or state.topic, said=said)
        case SaidBack():
            return replace(state, phase="confirm", said=said)
        case NotQuite():
            return replace(state, phase="say_back", not_quite=state.not_quite + 1, said=said)
        case ThatsIt() if here.settings.makes_sense:
            return replace(state, phase="sense", said=said)
        case MadeSense():
            return replace(state, phase="sensed", said=said)
        case WentOn():
            return _turn_over(here, state)
    return _turn_over(here, replace(state, said=said))


def _turn_over(here: Here, state: State) -> State:
    """Return the state after one turn: the other's turn, if each speaks, or the end of the step."""
    speaker = state.speaker.other
    if here.settings.speaks == "each" and state.turn == 1:
        return State(speaker, first_phase(here, speaker), turn=2, topic=state.topic, said=state.said)
    return replace(state, phase="done")
