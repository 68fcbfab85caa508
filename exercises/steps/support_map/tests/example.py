"""Two maps in a small exercise: of each only the lines that its author released open, when both press Open."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from exercises.core.closed_forms import FormsOpened, HandedIn
from exercises.steps.support_map.kind import Settings
from tests.core.example import Example

LINES = ("comfort", "advice", "fun", "practical", "money", "crisis", "step")


def never_opens(answers: Mapping[str, Any]) -> list[str]:
    return [name for name in LINES if not answers.get(f"{name}_open")]


def opened(session: Any, event: Any, owner: Any) -> Any:
    if not isinstance(event, FormsOpened):
        return None
    answers = session.state.answers.of(owner)
    return {name: answers[name] for name in LINES if answers[f"{name}_open"] and answers[name]}


def changed(event: Any, opened: FormsOpened | None, rng: Random) -> Any:
    """Where the maps opened both saw the released lines; nothing else."""
    if not isinstance(event, HandedIn) or not isinstance(event.answers, Mapping):
        return event

    def other(name: str) -> Any:
        line = name.removesuffix("_open")
        if opened and (line != name or event.answers[f"{line}_open"]):
            return event.answers[name]
        return rng.choice((None, "Something else")) if line == name else rng.choice((True, False))

    return replace(event, answers={name: other(name) for name in event.answers})


EXAMPLE = Example(
    settings=Settings("Who is there?", "One step"),
    around=lambda part: (part("support_map"),),
    silent=frozenset({"hand_in", "take_back"}),
    opened=opened,
    never_opens=never_opens,
    changed=changed,
)
