"""The settings, events and state of a `floor` step. `evolve` checks no rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import Gone, Localized


@dataclass(frozen=True)
class Help:
    """What a speaker may say that would help them."""

    value: str
    label: Localized


@dataclass(frozen=True)
class Settings:
    """`say`, `say_back`: what the speaker and the listener are asked for, piece by piece. `rounds`: how often a piece
    is said back at most.

    `help`: one of these is picked by each speaker before the first piece. `idea`: what the listener is asked for if
    the speaker asks for it; without one they are not.
    """

    intro: Localized
    say: Localized
    say_back: Localized
    minutes: int = 10
    rounds: int = 3
    help: tuple[Help, ...] = ()
    idea: Localized = ""


@dataclass(frozen=True)
class Said:
    """One piece. `help`: the value of what would help, with the first piece of a turn."""

    by: Partner
    help: str | None
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
class Heard:
    """The speaker: that was it."""

    by: Partner


@dataclass(frozen=True)
class Asked:
    """The speaker would now like to hear what the listener thinks."""

    by: Partner


@dataclass(frozen=True)
class Offered:
    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class NothingNow:
    """The listener has nothing to offer just now."""

    by: Partner


@dataclass(frozen=True)
class Passed:
    """The speaker gives the floor to the other, or ends the step if both had it."""

    by: Partner


@dataclass(frozen=True)
class State:
    """`phase`: speak, say_back, confirm, idea, done. `turn`: 1, then 2. `pieces`: of this turn. `rounds`: how often the
    present piece was said back and was not quite it. `said`: all of both turns, oldest first."""

    speaker: Partner
    phase: str = "speak"
    turn: int = 1
    pieces: int = 0
    rounds: int = 0
    help: str | None = None
    said: tuple[Any, ...] = ()


def evolve(here: Here, state: State, event: Any) -> State:
    now = replace(state, said=(*state.said, event))
    match event:
        case Said(help=picked):
            pieces = state.pieces + 1
            return replace(now, phase="say_back", rounds=0, pieces=pieces, help=picked or state.help)
        case SaidBack():
            return replace(now, phase="confirm")
        case NotQuite():
            is_enough = state.rounds + 1 >= here.settings.rounds
            return replace(now, phase="speak" if is_enough else "say_back", rounds=state.rounds + 1)
        case Asked():
            return replace(now, phase="idea")
        case Passed() if state.turn == 1:
            return State(state.speaker.other, turn=2, said=now.said)
        case Passed():
            return replace(now, phase="done")
    return replace(now, phase="speak", rounds=0)


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    yield from placed.needs_speaker()
    yield from placed.between(settings.rounds, 1, 10, "rounds")
    yield from placed.between(settings.minutes, 1, 60, "minutes")
    yield from placed.distinct([one.value for one in settings.help], "help")
