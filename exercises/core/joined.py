"""A session with what its steps need of the one that it follows, for views alone."""

from __future__ import annotations

from dataclasses import replace

from .session import Session, last_time


def with_earlier(session: Session, earlier: Session) -> Session:
    """Return the session with what its steps need of the `earlier` one that it follows; only views are made of it."""
    states = {earlier.exercise.steps[past.index].id: past.state for past in earlier.so_far}
    joined = replace(session, earlier_states=states)
    past = tuple(
        replace(one, here=replace(one.here, last_time=last_time(joined, session.exercise.steps[one.index])))
        for one in session.past
    )
    return replace(joined, past=past)
