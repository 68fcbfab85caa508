"""How far a `one_at_a_time` step is: its closed forms, then the topics that open one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core import closed_forms
from exercises.core.closed_forms import ClosedForms
from exercises.core.events import Opens, TakesBack, content
from exercises.core.here import Here
from exercises.core.pair import Pair, Partner, neither
from exercises.core.text import Gone


@dataclass(frozen=True)
class Said:
    """What `by` said of the topic that was open."""

    by: Partner
    key: str
    words: str | Gone = content()


@dataclass(frozen=True)
class ReadyForNext:
    by: Partner


@dataclass(frozen=True)
class NotYetNext(TakesBack):
    by: Partner


@dataclass(frozen=True)
class NextOpened(Opens):
    """Both asked for the next topic."""


@dataclass(frozen=True)
class Stopped:
    """Either had enough: no other topic opens."""

    by: Partner


@dataclass(frozen=True)
class State:
    """`at`: the number of the topic that was opened last, from 0. `ready`: who asked for the next one."""

    closed: ClosedForms = field(default_factory=closed_forms.both)
    at: int = 0
    ready: Pair[bool] = field(default_factory=neither)
    said: tuple[Said, ...] = ()
    stopped: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        """The keys of all topics that open if nobody stops, once the forms are open."""
        return tuple(self.closed.facts.get("order", ()))

    @property
    def shown(self) -> tuple[str, ...]:
        return self.order[: self.at + 1]

    @property
    def key(self) -> str | None:
        return self.shown[-1] if self.shown else None

    @property
    def finished(self) -> bool:
        return self.closed.open and (self.stopped or self.at + 1 >= len(self.order))

    def has_said(self, by: Partner) -> bool:
        return any(one.by is by and one.key == self.key for one in self.said)


def evolve(here: Here, state: State, event: Any) -> State:
    match event:
        case Said():
            return replace(state, said=(*state.said, event))
        case ReadyForNext(by):
            return replace(state, ready=state.ready.put(by, True))
        case NotYetNext(by):
            return replace(state, ready=state.ready.put(by, False))
        case NextOpened():
            return replace(state, at=state.at + 1, ready=neither())
        case Stopped():
            return replace(state, stopped=True, ready=neither())
    return replace(state, closed=closed_forms.evolve(state.closed, event))
