"""What was drawn for two in their sessions of one exercise, so that it does not come again before all has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .session import Session


def until_now(session: Session) -> Mapping[str, int]:
    """Return how often each key was drawn in this session and those before it."""
    times = Counter(session.here.drawn_before)
    for past in session.so_far:
        times.update(session.exercise.steps[past.index].kind.draws(past.state))
    return dict(times)
