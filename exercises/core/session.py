"""The state of a live session, derived from its events. `evolve` checks no rules and never refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, reduce
from typing import Any

from .events import (
    AskedToGoOn,
    BegunApart,
    Brought,
    DrawnBefore,
    Ended,
    Entered,
    Follows,
    MovedOn,
    Parted,
    Paused,
    PickedUp,
    ReadyToGoOn,
    Resumed,
    SetAside,
    TimerExtended,
    TimerSwitchedOff,
    WordsTakenBack,
    says,
)
from .here import Here, LastTime
from .kind import Exercise, Step
from .pair import Pair, neither
from .pause import Pause
from .pause import after as after_time
from .timer import Timer, started


@dataclass(frozen=True)
class Past:
    """A step as it was when it was left. `wrote`: who has text in it that was not erased."""

    index: int
    here: Here
    state: Any
    wrote: Pair[bool] = field(default_factory=neither)


@dataclass(frozen=True)
class Session:
    """The state of one session.

    `visit` counts each entry into a step and each change of turn, from 1. `since`: when this step was entered.
    `apart`: each does their part when it suits them; nobody waits in it, and it has neither pauses nor timers.
    `carried`: what earlier steps handed on. `past`: the steps that were left, in order. `wrote`: who has written
    in this step. `chance`: drawn when this step was entered. `follows`: the earlier session of the two;
    `earlier_states`: the states of its steps by id, where they were read (see `with_earlier`). `seen`: where `view_of`
    keeps what it made of this session, by viewer.
    """

    exercise: Exercise
    since: datetime
    entered: Pair[bool] = field(default_factory=neither)
    index: int = 0
    visit: int = 1
    state: Any = None
    carried: Mapping[str, Any] = field(default_factory=dict)
    past: tuple[Past, ...] = ()
    ready: Pair[bool] = field(default_factory=neither)
    wrote: Pair[bool] = field(default_factory=neither)
    chance: int = 0
    follows: Follows | None = None
    earlier_states: Mapping[str, Any] = field(default_factory=dict)
    pause: Pause | None = None
    timer: Timer | None = None
    set_aside: bool = False
    over: bool = False
    apart: bool = False
    seen: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def step(self) -> Step:
        return self.exercise.steps[min(self.index, len(self.exercise.steps) - 1)]

    @property
    def first_apart(self) -> int:
        """The index of the first step of a session that is begun apart."""
        return int(self.exercise.steps[0].kind.stands == "first")

    @cached_property
    def here(self) -> Here:
        last_time = _last_time(self, self.step)
        return Here(self.step.id, self.step.settings, self.carried, self.chance, last_time)

    @property
    def so_far(self) -> tuple[Past, ...]:
        """The steps that were left, and the present one as it is now, unless the session is over."""
        return self.past if self.over else (*self.past, Past(self.index, self.here, self.state, self.wrote))

    @property
    def finished(self) -> bool:
        """Return whether the present step may be left."""
        return self.step.kind.finished(self.state)

    @property
    def played_through(self) -> bool:
        """Return whether the session reached the end of its last step, rather than being ended early."""
        last = self.past[-1] if self.over and self.past else None
        if last is None or last.index != len(self.exercise.steps) - 1:
            return False
        return self.exercise.steps[last.index].kind.finished(last.state)


def new_session(exercise: Exercise, at: datetime) -> Session:
    session = Session(exercise, since=at)
    return replace(session, state=session.step.kind.start(session.here))


def evolve(session: Session, event: Any) -> Session:
    """Return the session after the event."""
    match event:
        case Entered(by):
            return replace(session, entered=session.entered.put(by, True))
        case Follows():
            return replace(session, follows=event)
        case Brought() | DrawnBefore():
            return replace(session, carried={**session.carried, **_known_before(session, event)})
        case Paused() | AskedToGoOn() | Resumed() | TimerExtended() | TimerSwitchedOff():
            pause, timer = after_time(session.pause, session.timer, event)
            return replace(session, pause=pause, timer=timer)
        case SetAside(_, pause_stays):
            return replace(session, set_aside=True, timer=None, pause=session.pause if pause_stays else None)
        case PickedUp():
            return replace(session, set_aside=False)
        case ReadyToGoOn(by):
            return replace(session, ready=session.ready.put(by, True))
        case MovedOn() | BegunApart():
            return _enter_step(session, event)
        case Ended() | Parted():
            return replace(session, past=session.so_far, over=True, pause=None, timer=None, set_aside=False)
        case WordsTakenBack():
            return session
    kind = session.step.kind
    wrote = session.wrote.put(event.by, True) if says(event) else session.wrote
    changed = replace(session, state=kind.evolve(session.here, session.state, event), wrote=wrote)
    return replace(changed, visit=session.visit + 1, ready=neither()) if kind.turns(event) else changed


def _known_before(session: Session, event: Brought | DrawnBefore) -> Mapping[str, Any]:
    """Return what the session knows from before it began, as later steps find it."""
    if isinstance(event, DrawnBefore):
        return {"drawn_before": event.times}
    return {"brought": session.carried.get("brought", Pair(None, None)).put(event.by, event)}


def _enter_step(session: Session, event: MovedOn | BegunApart) -> Session:
    if isinstance(event, BegunApart):
        return _begin_apart(session, event)
    kind = session.step.kind
    carried = {**session.carried, **kind.carry(session.here, session.state)}
    moved = replace(
        session, past=session.so_far, carried=carried, ready=neither(), wrote=neither(), since=event.at
    )
    if event.to >= len(session.exercise.steps):
        return replace(moved, over=True, pause=None, timer=None)
    moved = replace(moved, index=event.to, visit=session.visit + 1, chance=event.chance)
    timer = None if session.apart else started(moved.step.settings, event.at)
    return replace(moved, state=moved.step.kind.start(moved.here), timer=timer)


def _begin_apart(session: Session, event: BegunApart) -> Session:
    """Return the session in its first step after the arrival, where two settle how they meet."""
    carried = {**session.carried, "together": "writing", "speaker": event.by}
    moved = replace(
        session, apart=True, carried=carried, index=session.first_apart, since=event.at, chance=event.chance
    )
    return replace(moved, state=moved.step.kind.start(moved.here))


def _last_time(session: Session, step: Step) -> LastTime | None:
    if session.follows is None or not step.kind.reads_earlier:
        return None
    return LastTime(session.follows.on, session.earlier_states.get(step.id))


def with_earlier(session: Session, earlier: Session) -> Session:
    """Return the session with what its steps need of the `earlier` one that it follows; only views are made of it."""
    states = {earlier.exercise.steps[past.index].id: past.state for past in earlier.so_far}
    joined = replace(session, earlier_states=states)
    past = tuple(
        replace(one, here=replace(one.here, last_time=_last_time(joined, session.exercise.steps[one.index])))
        for one in session.past
    )
    return replace(joined, past=past)


def replay(session: Session, events: Iterable[Any]) -> Session:
    return reduce(evolve, events, session)
