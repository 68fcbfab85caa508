"""The state of a live session, derived from its events. `evolve` checks no rules and never refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, reduce
from typing import Any, Final

from . import counselor_state
from .counselor_events import COUNSELOR_EVENTS, StepHeld
from .counselor_state import NOTHING_ASKED, CounselorState
from .entering import enter_step
from .events import (
    BegunApart,
    Brought,
    DrawnBefore,
    Ended,
    Entered,
    Follows,
    MovedOn,
    Parted,
    PickedUp,
    ReadyToGoOn,
    SetAside,
    WordsTakenBack,
    says,
)
from .here import Here, LastTime
from .kind import Exercise, Step
from .pair import Observer, Pair, neither
from .pause import ON_TIME, Pause
from .pause import after as after_time
from .timer import Timer

_OF_COUNSELORS: Final = frozenset(COUNSELOR_EVENTS.values())


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
    `earlier_states`: the states of its steps by id, where they were read (see `joined`). `counselor`: what counselors
    ask and have said. `seen`: where `view_of` keeps what it made of this session, by viewer.
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
    counselor: CounselorState = NOTHING_ASKED
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
        settings, earlier = self.step.settings, last_time(self, self.step)
        return Here(self.step.id, settings, self.carried, self.chance, earlier)

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
        case SetAside(_, pause_stays):
            pause = session.pause if pause_stays else None
            asked = session.counselor.asking_nothing(session.counselor.held)
            return replace(session, set_aside=True, timer=None, pause=pause, counselor=asked)
        case PickedUp():
            return replace(session, set_aside=False)
        case ReadyToGoOn(by):
            return replace(session, ready=session.ready.put(by, True))
        case MovedOn() | BegunApart():
            entered: Session = enter_step(session, event)
            return entered
        case Ended() | Parted():
            left = replace(session, past=session.so_far, counselor=session.counselor.asking_nothing())
            return replace(left, over=True, pause=None, timer=None, set_aside=False)
    if isinstance(event, ON_TIME):
        return _timed(session, event)
    if type(event) in _OF_COUNSELORS:
        return _after_counselor(session, event)
    return session if isinstance(event, WordsTakenBack) else _in_the_step(session, event)


def _in_the_step(session: Session, event: Any) -> Session:
    """Return the session after an event of the kind of its step."""
    kind = session.step.kind
    wrote = session.wrote.put(event.by, True) if says(event) else session.wrote
    changed = replace(session, state=kind.evolve(session.here, session.state, event), wrote=wrote)
    return replace(changed, visit=session.visit + 1, ready=neither()) if kind.turns(event) else changed


def _timed(session: Session, event: Any) -> Session:
    pause, timer = after_time(session.pause, session.timer, event)
    timed = replace(session, pause=pause, timer=timer)
    return _after_counselor(timed, event) if isinstance(event.by, Observer) else timed


def _after_counselor(session: Session, event: Any) -> Session:
    """Return the session after an event of `counselor_events`.

    A step that was held is left when both press Go on once more, so that whoever pressed before has read why.
    """
    session = replace(session, counselor=counselor_state.after(session.counselor, event, len(session.past)))
    return replace(session, visit=session.visit + 1, ready=neither()) if type(event) is StepHeld else session


def _known_before(session: Session, event: Brought | DrawnBefore) -> Mapping[str, Any]:
    """Return what the session knows from before it began, as later steps find it."""
    if isinstance(event, DrawnBefore):
        return {"drawn_before": event.times}
    return {"brought": session.carried.get("brought", Pair(None, None)).put(event.by, event)}


def last_time(session: Session, step: Step) -> LastTime | None:
    if session.follows is None or not step.kind.reads_earlier:
        return None
    return LastTime(session.follows.on, session.earlier_states.get(step.id))


def replay(session: Session, events: Iterable[Any]) -> Session:
    return reduce(evolve, events, session)
