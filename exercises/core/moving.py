"""How a session leaves its step: on, or to where the kind goes, or back as a counselor offered and both wanted."""

from __future__ import annotations

from typing import Final

from exercises.core.offer import Ask

from .events import MovedOn
from .session import Session

CHANCES: Final = 2**48
"""How many numbers are drawn from for a step that is entered."""


def on(session: Session, ask: Ask) -> MovedOn:
    """Return how a finished step is left."""
    step_id = session.step.kind.goes_to(session.here, session.state)
    to = session.index + 1 if step_id is None else session.exercise.index_of(step_id)
    return MovedOn(to, ask.at, ask.chance % CHANCES)


def back(session: Session, ask: Ask) -> MovedOn:
    """Return how a step is left for the one before it, which begins anew."""
    return MovedOn(session.index - 1, ask.at, ask.chance % CHANCES, back=True)


def may_go_on(session: Session) -> bool:
    """Return whether two who want to go on together may leave the step now."""
    return session.counselor.held or (session.step.kind.moves_on == "together" and session.finished)


def may_go_back(session: Session) -> bool:
    """Return whether the step before may begin anew: neither it nor this one is of a kind that must not."""
    steps = session.exercise.steps[max(session.index - 1, 0) : session.index + 1]
    return session.index > 0 and all(step.can_begin_anew for step in steps)
