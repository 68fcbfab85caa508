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
class Drawn:
    """Either asked for another question."""

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
    """A question that was drawn. `before`: an answer that its author took back, to start from."""

    question: Question
    answers: Pair[Answer] = field(default_factory=lambda: Pair(None, None))
    before: Pair[Answer] = field(default_factory=lambda: Pair(None, None))
    open: bool = False


@dataclass(frozen=True)
class State:
    """The questions that were drawn, and those `left` to draw."""

    asked: tuple[Asked, ...]
    left: tuple[Question, ...]


def evolve(here: Here, state: State, event: Any) -> State:
    if isinstance(event, Drawn):
        return State((*state.asked, Asked(state.left[0])), state.left[1:])
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
