"""Questions in a small exercise: an answer stays closed, and with it that there is one, until both have answered."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from exercises.core.events import MovedOn
from exercises.steps.question.asked import Answered, AnswersOpened, AnswerTakenBack
from exercises.steps.question.bank import Question, Settings
from tests.core.example import Example

KEYS = ("tea", "walk", "fear")


def opened(session: Any, event: Any, owner: Any) -> Any:
    if not isinstance(event, AnswersOpened):
        return None
    (asked,) = (one for one in session.state.asked if one.question.key == event.key)
    return (event.key, asked.answers.of(owner))


def opening(event: Any, later: Sequence[Any]) -> Any:
    """The opening of this very answer, or None where its author took it back before or the step was left."""
    for one in later if isinstance(event, Answered) else ():
        if isinstance(one, AnswersOpened) and one.key == event.key:
            return one
        if isinstance(one, MovedOn) or (
            isinstance(one, AnswerTakenBack) and (one.by, one.key) == (event.by, event.key)
        ):
            return None
    return None


def changed(event: Any, opened: Any, rng: Random) -> Any:
    if isinstance(event, Answered) and opened is None and isinstance(event.words, str):
        return replace(event, words=f"never opened {rng.random()}")
    return event


EXAMPLE = Example(
    settings=Settings(
        "Ask", tuple(Question(key, "light", 1 + n, f"{key}?") for n, key in enumerate(KEYS)), most=3
    ),
    around=lambda part: (part("question"), part("question", "later", most=2)),
    silent=frozenset(
        f"{what}_{number}" for what in ("answer", "take_back") for number in ("one", "two", "three")
    )
    | {"another"},
    opens_when_both_have=True,
    opened=opened,
    opening=opening,
    changed=changed,
)
