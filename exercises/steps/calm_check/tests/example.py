"""Two answers in a small exercise: that somebody answered shows, which answer it was never does."""

from dataclasses import replace
from typing import Any

from exercises.steps.calm_check.kind import Answered, Decided, Settings
from tests.core.example import Example


def opened(session: Any, event: Any, owner: Any) -> Any:
    return ("calm", event.calm) if isinstance(event, Decided) else None


def changed(event: Any, opened: Any, rng: Any) -> Any:
    if not isinstance(event, Answered):
        return event
    return replace(event, answer=rng.choice(("calm_enough", "another_day")))


EXAMPLE = Example(
    settings=Settings("Calm?", "Both calm", "Another day"),
    around=lambda part: (part("calm_check"), part("calm_check", "at_last", waits=True)),
    sealed=frozenset({"another_day", "calm_enough"}),
    opened=opened,
    changed=changed,
)
