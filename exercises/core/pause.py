"""A pause of a session, and what the acts on time do to it and to the timer. The `evolve` of sessions alone uses it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from .counselor_events import CounselorLeft
from .events import AskedToGoOn, Paused, Resumed, TimerExtended, TimerSwitchedOff
from .pair import Author, Pair, Partner, neither
from .timer import Timer

ON_TIME: Final = (Paused, AskedToGoOn, Resumed, TimerExtended, TimerSwitchedOff, CounselorLeft)


@dataclass(frozen=True)
class Pause:
    """Who paused, and goes on again. `asked`: who has asked for it. A counselor's pause is over when both have."""

    by: Author
    at: datetime
    asked: Pair[bool] = field(default_factory=neither)

    @property
    def is_of_a_partner(self) -> bool:
        return isinstance(self.by, Partner)


def after(pause: Pause | None, timer: Timer | None, event: Any) -> tuple[Pause | None, Timer | None]:
    """Return the pause and the timer after an event about either."""
    match event:
        case Paused(by, at):
            return Pause(by, at), timer
        case AskedToGoOn(by):
            return pause and replace(pause, asked=pause.asked.put(by, True)), timer
        case Resumed(_, at):
            return None, _after_pause(pause, timer, at)
        case CounselorLeft(by, at) if pause and pause.by == by:
            return None, _after_pause(pause, timer, at)
        case TimerExtended(_, at, minutes):
            return pause, timer and timer.longer(at, minutes)
        case TimerSwitchedOff():
            return pause, None
    return pause, timer


def _after_pause(pause: Pause | None, timer: Timer | None, at: datetime | None) -> Timer | None:
    """Return the timer as it goes on when a pause ends: later by the length of the pause."""
    return timer if timer is None or pause is None or at is None else timer.later(at - pause.at)
