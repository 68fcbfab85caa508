"""A pause of a session, and what the acts on time do to it and to the timer. The `evolve` of sessions alone uses it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from .events import AskedToGoOn, Paused, Resumed, TimerExtended
from .pair import Partner
from .timer import Timer


@dataclass(frozen=True)
class Pause:
    """Who paused, and goes on again. `asked_to_go_on`: whether the other has asked for it."""

    by: Partner
    at: datetime
    asked_to_go_on: bool = False


def after(pause: Pause | None, timer: Timer | None, event: Any) -> tuple[Pause | None, Timer | None]:
    """Return the pause and the timer after an event about either."""
    match event:
        case Paused(by, at):
            return Pause(by, at), timer
        case AskedToGoOn():
            return pause and replace(pause, asked_to_go_on=True), timer
        case Resumed(_, at):
            return None, _after_pause(pause, timer, at)
        case TimerExtended(_, at):
            return pause, timer and timer.longer(at)
    return pause, None


def _after_pause(pause: Pause | None, timer: Timer | None, at: datetime | None) -> Timer | None:
    """Return the timer as it goes on when a pause ends: later by the length of the pause."""
    return timer if timer is None or pause is None or at is None else timer.later(at - pause.at)
