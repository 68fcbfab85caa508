"""Swapping roles in a small exercise: that somebody answered shows, which answer it was never does."""

from dataclasses import replace
from typing import Any

from exercises.core.events import MovedOn
from exercises.steps.swap.kind import Answered, Settings
from tests.core.example import Example


def opened(session: Any, event: Any, owner: Any) -> Any:
    return event.to if isinstance(event, MovedOn) else None


def changed(event: Any, opened: Any, rng: Any) -> Any:
    if not isinstance(event, Answered):
        return event
    return replace(event, answer=rng.choice(("swap_now", "another_day")))


EXAMPLE = Example(
    settings=Settings("Swap", back_to="write"),
    around=lambda part: (part("private_reflection", "write", who="speaker"), part("swap")),
    sealed=frozenset({"another_day", "swap_now"}),
    opened=opened,
    changed=changed,
)
