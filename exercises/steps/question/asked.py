"""The questions of a `question` step as they were drawn and answered: its events and its state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core.events import Opens, TakesBack, content
from exercises.core.here import Here
from exercises.core.pair import Pair, Partner
from exercises.core.text import Gone
from exercises.steps.question.bank import Question

Answer = str | Gone | None


@dataclass(frozen=True)
class AskedForAnother:
    """`by` looks at one more of the questions. The other is not told, and has the same ones to ask for."""

    by: Partner


@dataclass(frozen=True)
class Answered:
    by: Partner
    key: str
    words: Answer = content()


@dataclass(frozen=True)
class AnswerTakenBack(TakesBack):
    by: Partner
    key: str


@dataclass(frozen=True)
class AnswersOpened(Opens):
    """Both have answered this question."""

    key: str


@dataclass(frozen=True)
class Asked:
    """A question of this step. `before`: an answer that its author took back, to start from."""

    question: Question
    answers: Pair[Answer] = field(default_factory=lambda: Pair(None, None))
    before: Pair[Answer] = field(default_factory=lambda: Pair(None, None))
    open: bool = False


@dataclass(frozen=True)
class State:
    """The questions that were drawn, in their order. `seen`: how many of them each has asked for."""

    asked: tuple[Asked, ...]
    seen: Pair[int] = field(default_factory=lambda: Pair(1, 1))

    def of(self, who: Partner) -> tuple[Asked, ...]:
        """Return the questions that this partner has asked for."""
        return self.asked[: self.seen.of(who)]


def evolve(here: Here, state: State, event: Any) -> State:
    if isinstance(event, AskedForAnother):
        return replace(state, seen=state.seen.put(event.by, state.seen.of(event.by) + 1))
    asked = tuple(_after(one, event) if one.question.key == event.key else one for one in state.asked)
    return replace(state, asked=asked)


def _after(asked: Asked, event: Any) -> Asked:
    match event:
        case Answered(by, _, words):
            return replace(asked, answers=asked.answers.put(by, words))
        case AnswerTakenBack(by):
            before = asked.before.put(by, asked.answers.of(by))
            return replace(asked, answers=asked.answers.put(by, None), before=before)
    return replace(asked, open=True)
