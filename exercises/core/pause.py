"""A pause of a session, and what it and the other acts on time do to the session. `evolve` alone uses it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .events import AskedToGoOn, Paused, Resumed, TimerExtended
from .pair import Partner
from .timer import Timer

if TYPE_CHECKING:
    from .session import Session


@dataclass(frozen=True)
class Pause:
    """Who paused, and goes on again. `asked_to_go_on`: whether the other has asked for it."""

    by: Partner
    at: datetime
    asked_to_go_on: bool = False


def with_pause_and_timer(session: Session, event: Any) -> Session:
    """Return the session after an event about its pause or its timer."""
    match event:
        case Paused(by, at):
            return replace(session, pause=Pause(by, at))
        case AskedToGoOn():
            return replace(session, pause=session.pause and replace(session.pause, asked_to_go_on=True))
        case Resumed(_, at):
            return replace(session, pause=None, timer=_after_pause(session, at))
        case TimerExtended(_, at):
            return replace(session, timer=session.timer and session.timer.longer(at))
    return replace(session, timer=None)


def _after_pause(session: Session, at: datetime | None) -> Timer | None:
    """Return the timer as it goes on when a pause ends: later by the length of the pause."""
    if session.timer is None or session.pause is None or at is None:
        return session.timer
    return session.timer.later(at - session.pause.at)
