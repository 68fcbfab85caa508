"""An exercise that one person tries as both: a session that is made anew of what was pressed, each time. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from exercises.core import rules, session
from exercises.core.events import Entered
from exercises.core.kind import Exercise
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.core.text import Phrase
from exercises.core.view import view_of


@dataclass(frozen=True)
class Press:
    """One command of one of the two. `after`: seconds since the beginning; `chance`: the random number that it uses."""

    by: str
    name: str
    visit: int
    after: int
    chance: int
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class Attempt:
    """What was pressed since the beginning, and the session after it."""

    begun: datetime
    presses: tuple[Press, ...]
    now: Session

    def time_of(self, press: Press) -> datetime:
        return self.begun + timedelta(seconds=press.after)


def begun(exercise: Exercise, at: datetime) -> Attempt:
    """Return the session as it is when the first of the two has started it."""
    return Attempt(at, (), session.evolve(session.new_session(exercise, at), Entered(Partner.A)))


def after(attempt: Attempt, press: Press) -> Attempt:
    """Return the attempt with one more press. Raises Refused."""
    ask = Ask(
        by=Partner(press.by),
        name=press.name,
        visit=press.visit,
        at=attempt.time_of(press),
        chance=press.chance,
        raw=press.raw,
    )
    now = rules.outcome(attempt.now, ask).after
    return Attempt(attempt.begun, (*attempt.presses, press), now)


def replayed(exercise: Exercise, at: datetime, presses: Sequence[Press]) -> Attempt:
    """Return the attempt that began at this time, after these presses. Raises Refused if the exercise has changed."""
    attempt = begun(exercise, at)
    for press in presses:
        attempt = after(attempt, press)
    return attempt


def label_of(attempt: Attempt, by: Partner, name: str) -> Phrase | None:
    """Return what is written on the button of this command, if this one of the two is offered it."""
    last = attempt.time_of(attempt.presses[-1]) if attempt.presses else attempt.begun
    view = view_of(attempt.now, by, last)
    return next((one.label for one in (*view.forms, *view.room) if one.name == name), None)
