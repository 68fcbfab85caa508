"""The settings of a `private_reflection` step, the form made of them, and how a filled-in sheet is displayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from exercises.core.fields import Choice, Field, Option, Text
from exercises.core.text import Gone, Localized, Phrase, Written

Answers = Mapping[str, Any] | Gone | None
Headings = tuple[tuple[str, Phrase], ...]
"""The name of each question, and the heading above its answer."""


@dataclass(frozen=True)
class Pick:
    value: str
    label: Localized
    hint: Localized | None = None


@dataclass(frozen=True)
class Note:
    """A remark shown to the author of a sheet before it opens; it never blocks.

    It is shown if `field` holds one of the `words` of any language and, with `when`, other fields have those values.
    """

    field: str
    words: dict[str, tuple[str, ...]]
    say: Localized
    when: dict[str, str] | None = None


@dataclass(frozen=True)
class Question:
    """A question answered in writing or, with `choices`, by picking one. `heading`: shown above the answer.

    `bring`: which own private writing answers it, as `before-i-say-it.seen` or `limits.limit`; several stand one below
    the other. `fact`: the pick is stored with the event that opens the sheets, because later steps need it. `examples`:
    shown in a fold below the hint.
    """

    name: str
    label: Localized
    heading: Localized | None = None
    hint: Localized | None = None
    max_length: int = 1000
    required: bool = True
    choices: tuple[Pick, ...] = ()
    fact: bool = False
    bring: tuple[str, ...] = ()
    examples: tuple[Localized, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """The question whose answer is a proposal to the other partner, `unless` other answers have these values."""

    words: str
    unless: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """`questions`: what is asked, in order.

    `proposal`: words that got a no lately are refused there, and a proposal while too many are open.
    """

    intro: Localized
    questions: tuple[Question, ...]
    who: Literal["both", "speaker"] = "both"
    waiting: Localized = ""
    notes: tuple[Note, ...] = ()
    proposal: Proposal | None = None

    @property
    def brings(self) -> dict[str, tuple[str, ...]]:
        """Which own private writing each question may be answered from."""
        return {question.name: question.bring for question in self.questions if question.bring}


def form(settings: Settings) -> tuple[Field, ...]:
    return tuple(_field(question) for question in settings.questions)


def _field(question: Question) -> Field:
    label, hint = Written(question.label), Written(question.hint) if question.hint else None
    if question.choices:
        picks = tuple(
            Option(pick.value, Written(pick.label), Written(pick.hint) if pick.hint else None)
            for pick in question.choices
        )
        return Choice(name=question.name, label=label, hint=hint, required=question.required, choices=picks)
    longest = question.max_length
    examples = tuple(Written(one) for one in question.examples)
    name, required = question.name, question.required
    return Text(name=name, label=label, hint=hint, required=required, max_length=longest, examples=examples)


def notes(settings: Settings, answers: Answers) -> tuple[Written, ...]:
    """Return the remarks that apply to these answers, in any of the definition's languages."""
    if answers is None or isinstance(answers, Gone):
        return ()
    return tuple(Written(note.say) for note in settings.notes if _fits(note, answers))


def _fits(note: Note, answers: Mapping[str, Any]) -> bool:
    if note.when and any(answers.get(name) != value for name, value in note.when.items()):
        return False
    text = f" {str(answers.get(note.field) or '').lower()} "
    for sign in ",.;:!?\n":
        text = text.replace(sign, " ")
    return any(f" {word.lower()} " in text for words in note.words.values() for word in words)


def headings(settings: Settings) -> Headings:
    """Return the heading above each answer, with the name of its question."""
    return tuple(
        (question.name, Written(question.heading or question.label)) for question in settings.questions
    )


def in_words(settings: Settings, answers: Answers) -> Answers:
    """Return the answers with the label of each pick instead of its value."""
    if answers is None or isinstance(answers, Gone):
        return answers
    labels = {(q.name, pick.value): Written(pick.label) for q in settings.questions for pick in q.choices}
    return {name: labels.get((name, value), value) for name, value in answers.items()}
