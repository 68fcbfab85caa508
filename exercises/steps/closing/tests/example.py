"""Closing in a small exercise, in its middle and at its end: both sentences open together."""

from dataclasses import replace
from random import Random
from typing import Any

from exercises.core.events import MovedOn
from exercises.steps.closing.kind import Checked, Closed, Settings
from tests.core.example import Example


def opened(session: Any, event: Any, owner: Any) -> Any:
    return ("sentence", session.state.sentences.of(owner)) if isinstance(event, MovedOn) else None


def changed(event: Any, opened: Any, rng: Random) -> Any:
    """How understood somebody feels, and how it was, never opens; the sentences do."""
    if isinstance(event, Checked):
        return replace(event, how=rng.choice(("good", "hard", None)), said_it=rng.choice(("yes", "no", None)))
    words = ("not at all", "hardly", "a little", "in part", "quite well", "very well", "fully", None)
    return replace(event, understood=rng.choice(words)) if isinstance(event, Closed) else event


EXAMPLE = Example(
    settings=Settings(
        "Close", "One sentence", "How understood?", how="How was it?", said_it="Could you say it?"
    ),
    around=lambda part: (part("closing", "half_way", intro="Half way", sentence="So far"),),
    sealed=frozenset({"close"}),
    opened=opened,
    changed=changed,
)
