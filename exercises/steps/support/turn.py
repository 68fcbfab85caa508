"""What was asked, answered, offered and chosen in a `support` step: its events and its state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from exercises.core.events import content
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import Gone


@dataclass(frozen=True)
class Asked:
    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class Replied:
    """The owner answered a question."""

    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class LeftOpen:
    """The owner left a question without an answer."""

    by: Partner


@dataclass(frozen=True)
class Offered:
    """One thing that `by` would do for it."""

    by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class OutOfTheWay:
    """`by` offers that they won’t get in the way, which is support too."""

    by: Partner


@dataclass(frozen=True)
class Chosen:
    """The owner takes the offer, or would rather do it alone."""

    by: Partner
    takes: bool


@dataclass(frozen=True)
class State:
    """`phase`: ask, reply, choose or done. `said`: the events so far, oldest first."""

    phase: str = "ask"
    said: tuple[Any, ...] = ()

    @property
    def questions(self) -> int:
        return sum(isinstance(one, Asked) for one in self.said)


def evolve(here: Here, state: State, event: Any) -> State:
    phases = {
        Asked: "reply",
        Replied: "ask",
        LeftOpen: "ask",
        Offered: "choose",
        OutOfTheWay: "choose",
        Chosen: "done",
    }
    return replace(state, phase=phases[type(event)], said=(*state.said, event))
