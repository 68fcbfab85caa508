"""A session as it enters a step: the next one, the one before, or the first of a session that is begun apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .events import BegunApart, MovedOn
from .pair import neither
from .timer import started


def enter_step(session: Any, event: MovedOn | BegunApart) -> Any:
    """Return the session in the step, or over; the part of `evolve` that leaves a step."""
    if isinstance(event, BegunApart):
        return _begin_apart(session, event)
    handed_on = {} if event.back else session.step.kind.carry(session.here, session.state)
    carried = {**session.carried, **handed_on}
    left = replace(
        session, past=session.so_far, counselor=session.counselor.asking_nothing(), carried=carried
    )
    moved = replace(left, ready=neither(), wrote=neither(), since=event.at)
    if event.to >= len(session.exercise.steps):
        return replace(moved, over=True, pause=None, timer=None)
    moved = replace(moved, index=event.to, visit=session.visit + 1, chance=event.chance)
    timer = None if session.apart else started(moved.step.settings, event.at)
    return replace(moved, state=moved.step.kind.start(moved.here), timer=timer)


def _begin_apart(session: Any, event: BegunApart) -> Any:
    """Return the session in its first step after the arrival, where two settle how they meet."""
    carried = {**session.carried, "together": "writing", "speaker": event.by}
    first = replace(session, apart=True, carried=carried, index=session.first_apart)
    moved = replace(first, since=event.at, chance=event.chance)
    return replace(moved, state=moved.step.kind.start(moved.here))
