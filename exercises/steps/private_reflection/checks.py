"""Checks of the questions and notes of a `private_reflection` step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exercises.core.checks import Fault, Placed
from exercises.core.text import say as _
from exercises.steps.private_reflection.form import Note, Proposal, Question


def checks(placed: Placed) -> Iterator[Fault]:
    questions: tuple[Question, ...] = placed.settings.questions
    if placed.settings.who == "speaker":
        yield from placed.needs_speaker(("who",))
        if not placed.settings.waiting:
            says = _("“waiting” is missing: what the one who does not write reads meanwhile")
            yield placed.wrong(says)
    elif placed.settings.waiting:
        yield placed.wrong(_("nobody reads this: both write"), "waiting")
    if not questions:
        yield placed.wrong(_("there is no question here"), "questions")
    yield from placed.names("questions", "name", [question.name for question in questions])
    for index, question in enumerate(questions):
        yield from _question(placed, question, "questions", index)
    asked = {question.name: question for question in questions}
    for index, note in enumerate(placed.settings.notes):
        yield from _note(placed, note, asked, "notes", index)
    if placed.settings.proposal is not None:
        yield from _proposal(placed, placed.settings.proposal, asked)


def _question(placed: Placed, question: Question, *here: str | int) -> Iterator[Fault]:
    if question.choices:
        yield from placed.distinct([pick.value for pick in question.choices], *here, "choices")
        if question.examples:
            yield placed.wrong(_("nobody reads this: the answer is picked"), *here, "examples")
    elif question.fact:
        says = _("only a question with choices can be a fact: what somebody writes stays under their own key")
        yield placed.wrong(says, *here, "fact")
    yield from placed.between(question.max_length, 1, 4000, *here, "max_length")


def _note(placed: Placed, note: Note, asked: Mapping[str, Question], *here: str | int) -> Iterator[Fault]:
    about = asked.get(note.field)
    if about is None or about.choices:
        yield placed.wrong(_("there is no written question of this name in this step"), *here, "field")
    for language, words in note.words.items():
        if not words or not all(word.strip() for word in words):
            yield placed.wrong(_("should be at least one word, and none empty"), *here, "words", language)
    yield from _picks(placed, note.when or {}, asked, *here, "when")


def _proposal(placed: Placed, proposal: Proposal, asked: Mapping[str, Question]) -> Iterator[Fault]:
    about = asked.get(proposal.words)
    if about is None or about.choices or not about.required:
        says = _("should be a question of this step that is written and required")
        yield placed.wrong(says, "proposal", "words")
    yield from _picks(placed, proposal.unless, asked, "proposal", "unless")


def _picks(
    placed: Placed, picks: Mapping[str, str], asked: Mapping[str, Question], *here: str | int
) -> Iterator[Fault]:
    for name, value in picks.items():
        picked = asked.get(name)
        if picked is None or value not in {pick.value for pick in picked.choices}:
            yield placed.wrong(_("there is no such choice in this step"), *here, name)
