"""An exercise as a worksheet: its steps with what is asked in them, gathered from a walk through it in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from exercises.catalog import CheckIn, CoupleDefinition, Writing
from exercises.core import drawn
from exercises.core.fields import Choice, Field, Hidden, Text
from exercises.core.kind import Exercise
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.core.text import Phrase, Say
from exercises.core.view import view_of
from exercises.preview import solo
from exercises.preview.on_paper import PaperReader, Question, questions
from exercises.preview.walk import Moment, walk
from exercises.translate import in_language

DRAWN_ON_PAPER: Final = 4
"""So many questions are on a worksheet, where a session would draw one."""
ANSWERS_COMPARED: Final = 3
"""Walks with different answers, in which what may be chosen from is compared."""


@dataclass(frozen=True)
class Block:
    """What is asked together. `is_private`: each answers alone at first; `for_one`: only one of the two is asked."""

    questions: tuple[Question, ...]
    is_private: bool
    for_one: bool


@dataclass
class OnPaper:
    """A step on paper."""

    title: str
    intro: str
    blocks: list[Block] = field(default_factory=list)


def worksheet(definition: CoupleDefinition) -> list[OnPaper]:
    """Return the steps in their order. Of arriving only the words are there: whoever has paper is in one room."""
    exercise = definition.exercise()
    offered, varying = _offered(exercise), _varying(exercise)
    found = []
    for index, step in enumerate(exercise.steps):
        reader = PaperReader.of(Partner.A)
        intro = reader.said(getattr(step.settings, "intro", ""))
        paper = OnPaper(in_language(step.title), intro)
        if step.kind.stands != "first":
            paper.blocks = list(_blocks(offered.get(index, {}), varying))
        found.append(paper)
    return found


def worksheet_for_one(definition: Writing | CheckIn) -> list[OnPaper]:
    """Return the forms of an exercise for one, as steps."""
    reader = PaperReader.of(Partner.A)
    return [
        OnPaper(
            form.title,
            form.intro,
            [Block(tuple(questions(form.fields, (), reader)), is_private=True, for_one=False)],
        )
        for form in solo.forms_of(definition)
    ]


Asked = tuple[str, frozenset[str]]
"""The name of a command and what it asks. A command that asks something else each time is several."""
Offered = dict[Asked, dict[Partner, Offer]]
Varying = frozenset[tuple[str, str]]
"""Choices, by the name of their command and their own."""


def _offered(exercise: Exercise) -> dict[int, Offered]:
    """Return by step what is offered in a walk, each by what it asks and by who it is first offered to."""
    found: dict[int, Offered] = {}
    for moment in _walks(exercise):
        for partner in Partner:
            for offer in _forms(moment.now, partner, moment.at):
                step = found.setdefault(moment.now.index, {})
                step.setdefault(_asked(offer, step), {}).setdefault(partner, offer)
    return found


def _walks(exercise: Exercise) -> Iterator[Moment]:
    """Yield the moments of one walk; where questions are drawn, of several, each with others."""
    before: Mapping[str, int] = {}
    for _number in range(DRAWN_ON_PAPER if exercise.draws else 1):
        moments = walk(exercise, before)
        yield from moments
        before = drawn.until_now(moments[-1].now)


def _varying(exercise: Exercise) -> Varying:
    """Return the choices whose options depend on earlier answers, so that no paper can know them."""
    found: dict[tuple[str, str], set[frozenset[str]]] = {}
    for answers in range(ANSWERS_COMPARED):
        for moment in walk(exercise, answers=answers):
            for offer in (offer for partner in Partner for offer in _forms(moment.now, partner, moment.at)):
                for one in (one for one in offer.fields if isinstance(one, Choice)):
                    values = frozenset(option.value for option in one.choices)
                    found.setdefault((offer.name, one.name), set()).add(values)
    return frozenset(choice for choice, different in found.items() if len(different) > 1)


def _asked(offer: Offer, known: Iterable[Asked]) -> Asked:
    """Return what the offer asks, or that of these under which all of it is asked already."""
    labels = frozenset(_words(one.label) for one in offer.fields)
    same = (one for one in known if one[0] == offer.name and labels <= one[1])
    return next(same, (offer.name, labels))


def _words(label: Phrase) -> str:
    return label.msgid if isinstance(label, Say) else str(label.text)


def _forms(now: Session, partner: Partner, at: object) -> Iterator[Offer]:
    for offer in view_of(now, partner, at).commands:  # type: ignore[arg-type]
        if offer.scope == "step" and any(not isinstance(one, Hidden) for one in offer.fields):
            yield offer


def _blocks(offered: Offered, varying: Varying) -> Iterator[Block]:
    for by_partner in offered.values():
        partner, offer = next(iter(by_partner.items()))
        reader = PaperReader.of(partner)
        fields = [_in_own_words(one) if (offer.name, one.name) in varying else one for one in offer.fields]
        asked = tuple(questions(fields, offer.groups, reader, is_open=not offer.private))
        if asked:
            yield Block(asked, offer.private, for_one=len(by_partner) == 1)


def _in_own_words(choice: Field) -> Text:
    return Text(name=choice.name, label=choice.label, hint=choice.hint, group=choice.group, max_length=1)
