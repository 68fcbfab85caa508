"""Blind choices in a small exercise: of two closed lists only what fits both opens."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from exercises.core.closed_forms import FormsOpened, HandedIn
from exercises.steps.blind_choices.form import Item, Settings
from tests.core.example import Example

KEYS = tuple(f"line_{number}" for number in range(6))
CLOSED = ("not_now", "no")
"""Answers with which a line never opens, whatever the other said."""


def opened(session: Any, event: Any, owner: Any) -> Any:
    if not isinstance(event, FormsOpened):
        return None
    mine, theirs = (session.state.answers.of(who) for who in (owner, owner.other))
    maybes = mine.get("maybe_too") and theirs.get("maybe_too")
    return [(key, both) for key in mine if (both := _fits(mine[key], theirs[key], maybes))]


def _fits(mine: str, theirs: str, maybes: bool) -> str:
    if mine == theirs == "yes":
        return "yes"
    return "maybe" if maybes and {mine, theirs} == {"yes", "maybe"} else ""


def changed(event: Any, opened: FormsOpened | None, rng: Random) -> Any:
    """What is no mark never shows which of the two it was; a list that never opened shows nothing."""
    if not isinstance(event, HandedIn) or not isinstance(event.answers, Mapping):
        return event

    def other(name: str, answer: Any) -> Any:
        if opened is None:
            return rng.choice((True, False)) if name == "maybe_too" else rng.choice(("yes", "maybe", *CLOSED))
        return rng.choice(CLOSED) if answer in CLOSED else answer

    return replace(event, answers={name: other(name, answer) for name, answer in event.answers.items()})


EXAMPLE = Example(
    settings=Settings("Choose", tuple(Item(key, f"Line {key}") for key in KEYS)),
    around=lambda part: (part("blind_choices"), part("blind_choices", "once_more", maybes=False)),
    silent=frozenset({"hand_in", "take_back"}),
    opened=opened,
    changed=changed,
)
