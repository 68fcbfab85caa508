"""The arrival in a small exercise: who is ready shows, what they chose never does."""

from dataclasses import replace
from typing import Any

from exercises.steps.arrival.kind import Arranged, Readied, Settings
from tests.core.example import Example


def opened(session: Any, event: Any, owner: Any) -> Any:
    return (event.together, event.speaker) if isinstance(event, Arranged) else None


def changed(event: Any, opened: Any, rng: Any) -> Any:
    if not isinstance(event, Readied):
        return event
    return replace(event, together=rng.choice(("room", "call", "writing")), first=rng.choice(("me", "you")))


EXAMPLE = Example(
    settings=Settings(intro="Arrive", speaker=True),
    around=lambda part: (),
    sealed=frozenset({"ready"}),
    opened=opened,
    changed=changed,
)
