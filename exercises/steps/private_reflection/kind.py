"""Private writing: one or both write alone, read it over with gentle notes, and open it when they choose to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from exercises.core import closed_forms
from exercises.core.asking import Ask, Offer
from exercises.core.chance import shuffled
from exercises.core.closed_forms import SheetsOpened
from exercises.core.fields import Choice, Field, Option, Text
from exercises.core.kind import Here, Seen, Shared, StepKind
from exercises.core.pair import Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.words import Gone, Words, Written


@dataclass(frozen=True)
class Pick:
    value: str
    label: Words
    hint: Words | None = None


@dataclass(frozen=True)
class Note:
    """A gentle remark on one's own sheet, shown before it opens; it never blocks.

    Said when the field holds one of the `words` of its language, and, with `when`, another field has that value.
    """

    field: str
    words: dict[str, tuple[str, ...]]
    say: Words
    when: dict[str, str] | None = None


@dataclass(frozen=True)
class Question:
    """One thing to write (or, with `choices`, to pick). `heading`: what stands over it when either reads it.

    `fact`: the flow needs the pick once the sheet is open.
    """

    name: str
    label: Words
    heading: Words | None = None
    hint: Words | None = None
    max_length: int = 1000
    required: bool = True
    choices: tuple[Pick, ...] = ()
    fact: bool = False


@dataclass(frozen=True)
class Settings:
    intro: Words
    questions: tuple[Question, ...]
    who: Literal["both", "speaker"] = "both"
    waiting: Words = ""
    notes: tuple[Note, ...] = ()


def start(here: Here) -> closed_forms.Sheets:
    return closed_forms.Sheets((here.speaker,)) if here.settings.who == "speaker" else closed_forms.both()


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
    return Text(name=question.name, label=label, hint=hint, required=question.required, max_length=longest)


def offers(here: Here, state: closed_forms.Sheets, by: Partner) -> list[Offer]:
    return closed_forms.offers(state, by, form(here.settings))


def decide(here: Here, state: closed_forms.Sheets, ask: Ask) -> list[Any]:
    events = closed_forms.decide(ask)
    if closed_forms.opens(state, ask):
        events.append(SheetsOpened(facts(here.settings, state, ask.chance)))
    return events


def facts(settings: Settings, state: closed_forms.Sheets, chance: int) -> dict[str, Any]:
    """What the flow needs of opened sheets: the picks marked as facts, and in which order they are looked at."""
    picks = {
        who.value: {
            q.name: closed_forms.readable(state, who).get(q.name) for q in settings.questions if q.fact
        }
        for who in state.writers
    }
    return {"picks": picks, "order": shuffled([who.value for who in state.writers], chance)}


def notes(settings: Settings, answers: closed_forms.Answers | Gone | None) -> list[Written]:
    """The gentle remarks that fit these answers, in any of the definition's languages."""
    if answers is None or isinstance(answers, Gone):
        return []
    return [Written(note.say) for note in settings.notes if _fits(note, answers)]


def _fits(note: Note, answers: closed_forms.Answers) -> bool:
    if note.when and any(answers.get(name) != value for name, value in note.when.items()):
        return False
    text = f" {str(answers.get(note.field) or '').lower()} "
    for sign in ",.;:!?\n":
        text = text.replace(sign, " ")
    return any(f" {word.lower()} " in text for words in note.words.values() for word in words)


def headings(settings: Settings) -> list[tuple[str, Written]]:
    """What stands over each answer when a sheet is read."""
    return [(question.name, Written(question.heading or question.label)) for question in settings.questions]


def in_words(settings: Settings, answers: closed_forms.Answers | Gone | None) -> dict[str, Any] | Gone | None:
    """Answers as they are read: a pick by its label, not by its value."""
    if answers is None or isinstance(answers, Gone):
        return answers
    labels = {(q.name, pick.value): Written(pick.label) for q in settings.questions for pick in q.choices}
    return {name: labels.get((name, value), value) for name, value in answers.items()}


def view(here: Here, state: closed_forms.Sheets, viewer: Viewer) -> Seen:
    if not isinstance(viewer, Partner):
        return Seen()
    mine, theirs = closed_forms.closed_view(state, viewer)
    questions = headings(here.settings)
    waiting = Written(here.settings.waiting) if here.settings.waiting else None
    mine |= {
        "waiting": waiting,
        "questions": questions,
        "notes": notes(here.settings, state.answers.of(viewer)),
    }
    mine["answers"] = in_words(here.settings, state.answers.of(viewer))
    if not state.open:
        return Seen(mine, theirs)
    order = (who for who in (viewer, viewer.other) if who in state.writers)
    shown = [(who, in_words(here.settings, state.answers.of(who))) for who in order]
    return Seen({}, {"opened": shown, "questions": questions})


def carry(here: Here, state: closed_forms.Sheets) -> Mapping[str, Any]:
    return {here.step_id: {"answers": state.answers, "questions": headings(here.settings), **state.facts}}


def shares(here: Here, state: closed_forms.Sheets, by: Partner) -> list[Shared]:
    """The own sheet, once it is open."""
    answers = in_words(here.settings, closed_forms.readable(state, by))
    if not state.open or not isinstance(answers, Mapping):
        return []
    questions = headings(here.settings)
    return [(heading, answers[name]) for name, heading in questions if answers.get(name) is not None]


KIND = StepKind(
    name="private_reflection",
    settings=Settings,
    events=closed_forms.EVENTS,
    start=start,
    offers=offers,
    decide=decide,
    evolve=lambda here, state, event: closed_forms.evolve(state, event),
    view=view,
    finished=closed_forms.is_open,
    carry=carry,
    turns=closed_forms.turns,
    revealed=lambda theirs: in_both(theirs, "opened", "questions"),
    shares=shares,
)
