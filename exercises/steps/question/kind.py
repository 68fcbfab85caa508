"""The step kind `question`: both get the same questions, each asks for them one by one; an answer opens once both have
answered that question.

Handing in is the consent to that, and can be taken back until then. Not answering is skipping: until both have
answered, nobody learns whether the other has, nor how many questions the other has looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exercises.core.fields import Text
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import each_in_both
from exercises.core.text import Phrase, Written
from exercises.core.text import say as _
from exercises.steps.question.asked import (
    Answer,
    Answered,
    AnswersOpened,
    AnswerTakenBack,
    Asked,
    AskedForAnother,
    State,
    evolve,
)
from exercises.steps.question.bank import NUMBERS, Settings, checks, drawn


@dataclass(frozen=True)
class OwnQuestion:
    """A question as one partner sees it on their own. `number`: one, two and so on, as in its commands."""

    number: str
    ask: Phrase
    answer: Answer
    open: bool


@dataclass(frozen=True)
class Mine:
    questions: tuple[OwnQuestion, ...]


@dataclass(frozen=True)
class OpenQuestion:
    """A question that both have answered, the viewer's own answer first."""

    ask: Phrase
    answers: tuple[tuple[Partner, Answer], ...]


@dataclass(frozen=True)
class Theirs:
    opened: tuple[OpenQuestion, ...]


def start(here: Here) -> State:
    return State(tuple(Asked(one) for one in drawn(here.settings, here.chance, here.drawn_before)))


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    """Return an answer, or to take it back, for each question of theirs that is not open; and another question, while
    there are more. What the other has done changes none of them."""
    found = [
        _take_back(number) if one.answers.of(by) is not None else _answer(here.settings, one, number, by)
        for number, one in reversed([*zip(NUMBERS, state.of(by), strict=False)])
        if not one.open
    ]
    if len(state.of(by)) < len(state.asked):
        found.append(Offer(name="another", label=_("Show me another one"), private=True, style="quiet"))
    return found


def _answer(settings: Settings, asked: Asked, number: str, by: Partner) -> Offer:
    before = asked.before.of(by)
    answer = Text(name="answer", label=Written(asked.question.ask), max_length=settings.max_length)
    return Offer(
        name=f"answer_{number}",
        label=_("Keep my answer"),
        about=_(
            "{partner} can read it as soon as both of you have answered this question. Until then only you can, and"
            " you can take it back.",
            partner=by.other,
        ),
        fields=(answer,),
        initial={"answer": before} if isinstance(before, str) else {},
        private=True,
    )


def _take_back(number: str) -> Offer:
    return Offer(name=f"take_back_{number}", label=_("Take my answer back"), private=True, style="plain")


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    if ask.name == "another":
        return [AskedForAnother(ask.by)]
    what, number = ask.name.rsplit("_", 1)
    asked = state.asked[NUMBERS.index(number)]
    if what == "take_back":
        return [AnswerTakenBack(ask.by, asked.question.key)]
    answered = Answered(ask.by, asked.question.key, ask.values["answer"])
    both = asked.answers.of(ask.by.other) is not None
    return [answered, AnswersOpened(asked.question.key)] if both else [answered]


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    mine = Mine(
        tuple(
            OwnQuestion(number, Written(one.question.ask), one.answers.of(viewer), one.open)
            for number, one in zip(NUMBERS, state.of(viewer), strict=False)
        )
    )
    return Seen(mine, Theirs(tuple(_opened(one, viewer) for one in state.asked if one.open)))


def _opened(asked: Asked, viewer: Partner) -> OpenQuestion:
    answers = tuple((who, asked.answers.of(who)) for who in (viewer, viewer.other))
    return OpenQuestion(Written(asked.question.ask), answers)


def revealed(theirs: Pair[Theirs]) -> Theirs | None:
    both = each_in_both(OpenQuestion, theirs.map(lambda one: one.opened))
    return Theirs(both) if both else None


def shares(here: Here, state: State, by: Partner) -> Sequence[Shared]:
    own = [(one.question.ask, one.answers.of(by)) for one in state.asked if one.open]
    return [(Written(ask), words) for ask, words in own if isinstance(words, str)]


KIND = StepKind(
    name="question",
    settings=Settings,
    events={
        "question.asked_for_another": AskedForAnother,
        "question.answered": Answered,
        "question.answer_taken_back": AnswerTakenBack,
        "question.answers_opened": AnswersOpened,
    },
    start=start,
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: True,
    moves_on="together",
    draws=lambda state: tuple(one.question.key for one in state.asked),
    turns=lambda event: isinstance(event, AnswersOpened),
    has_words=lambda theirs: bool(theirs.opened),
    shares=shares,
    revealed=revealed,
    checks=checks,
)
