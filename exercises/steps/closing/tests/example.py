"""Closing in a small exercise, in its middle and at its end: both sentences open together."""

from typing import Any

from exercises.core.events import MovedOn
from exercises.steps.closing.kind import Settings
from tests.core.example import Example


def opened(session: Any, event: Any, owner: Any) -> Any:
    return ("sentence", session.state.sentences.of(owner)) if isinstance(event, MovedOn) else None


EXAMPLE = Example(
    settings=Settings(intro="Close", sentence="One sentence"),
    around=lambda part: (part("closing", "half_way", intro="Half way", sentence="So far"),),
    sealed=frozenset({"close"}),
    opened=opened,
)
