"""What the steps of a definition must have to do with each other, kind by kind. No shape, no wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from exercises.catalog.files import Problem, Route
from exercises.core.fields import RESERVED, Rating
from exercises.core.kind import Exercise, Step
from exercises.steps.negotiation.item import KINDS, WEEKS
from exercises.steps.private_reflection.kind import Note, Question

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
NOT_A_STEP: Final = frozenset({"together", "speaker"})
"""What the arrival hands on beside the steps; a step of that name would hide it."""


@dataclass(frozen=True)
class Standing:
    """A step where it stands: its settings, the steps before it, and whether somebody was asked to speak first."""

    index: int
    settings: Any
    before: Mapping[str, Step]
    has_speaker: bool

    def wrong(self, says: str, *route: str | int) -> Problem:
        return Problem(("steps", self.index, *route), says)

    def earlier(self, name: str, *kinds: str) -> Iterator[Problem]:
        """The setting `name` must be the id of an earlier step of one of these kinds."""
        step = self.before.get(getattr(self.settings, name))
        if step is None:
            yield self.wrong(_("there is no earlier step with this id"), name)
        elif kinds and step.kind.name not in kinds:
            yield self.wrong(_("should be a step of the kind {kinds}").format(kinds=", ".join(kinds)), name)

    def needs_speaker(self, route: Route = ("kind",)) -> Iterator[Problem]:
        if not self.has_speaker:
            yield self.wrong(_("this needs “speaker: true” in the arrival"), *route)


def rule_problems(exercise: Exercise) -> Iterator[Problem]:
    """Everything that does not fit together, of all steps."""
    yield from _order(exercise)
    has_speaker = any(getattr(step.settings, "speaker", False) is True for step in exercise.steps[:1])
    before: dict[str, Step] = {}
    for index, step in enumerate(exercise.steps):
        if step.id in before or step.id in NOT_A_STEP:
            yield Problem(("steps", index, "id"), _("this id is taken"))
        rule = RULES.get(step.kind.name)
        if rule:
            yield from rule(Standing(index, step.settings, dict(before), has_speaker))
        before.setdefault(step.id, step)


def _order(exercise: Exercise) -> Iterator[Problem]:
    last = len(exercise.steps) - 1
    for index, step in enumerate(exercise.steps):
        if (step.kind.name == "arrival") != (index == 0):
            yield Problem(("steps", index, "kind"), _("the first step, and no other, is an arrival"))
        if (step.kind.name == "closing") != (index == last):
            yield Problem(("steps", index, "kind"), _("the last step, and no other, is a closing"))


def _reflection(place: Standing) -> Iterator[Problem]:
    questions: tuple[Question, ...] = place.settings.questions
    if place.settings.who == "speaker":
        yield from place.needs_speaker(("who",))
    if not questions:
        yield place.wrong(_("there is no question here"), "questions")
    yield from _names(place, "questions", "name", [question.name for question in questions])
    for index, question in enumerate(questions):
        here = ("questions", index)
        if question.choices:
            yield from _distinct(place, [pick.value for pick in question.choices], *here, "choices")
        elif question.fact:
            says = _(
                "only a question with choices can be a fact: what somebody writes stays under their own key"
            )
            yield place.wrong(says, *here, "fact")
        if not 1 <= question.max_length <= 4000:
            yield place.wrong(_("should be from 1 to 4000"), *here, "max_length")
    for index, note in enumerate(place.settings.notes):
        yield from _note(place, note, {question.name: question for question in questions}, "notes", index)


def _note(place: Standing, note: Note, questions: dict[str, Question], *here: str | int) -> Iterator[Problem]:
    about = questions.get(note.field)
    if about is None or about.choices:
        yield place.wrong(_("there is no written question of this name in this step"), *here, "field")
    for language, words in note.words.items():
        if not words or not all(word.strip() for word in words):
            yield place.wrong(_("should be at least one word, and none empty"), *here, "words", language)
    for name, value in (note.when or {}).items():
        asked = questions.get(name)
        if asked is None or value not in {pick.value for pick in asked.choices}:
            yield place.wrong(_("there is no such choice in this step"), *here, "when", name)


def _perception(place: Standing) -> Iterator[Problem]:
    settings = place.settings
    yield from _names(place, "areas", "key", [area.key for area in settings.areas])
    steps = Rating.max - Rating.min + 1
    for name in ("anchors", "comfort_anchors"):
        if len(getattr(settings, name)) != steps:
            yield place.wrong(_("should be {steps} texts, one for each step").format(steps=steps), name)
    if not 3 <= settings.fewest <= settings.most:
        yield place.wrong(_("should be at least 3, and not more than “most”"), "fewest")
    if not settings.most < len(settings.areas):
        says = _("should be less than the number of areas, so that an area that is not shown proves nothing")
        yield place.wrong(says, "most")
    if not 1 <= settings.at_once <= 3:
        yield place.wrong(_("should be from 1 to 3"), "at_once")


def _listening(place: Standing) -> Iterator[Problem]:
    yield from place.needs_speaker()
    if place.settings.about:
        yield from place.earlier("about", "private_reflection", "perception")
    if not 1 <= place.settings.rounds <= 10:
        yield place.wrong(_("should be from 1 to 10"), "rounds")
    if not 1 <= place.settings.minutes <= 60:
        yield place.wrong(_("should be from 1 to 60"), "minutes")


def _answer(place: Standing) -> Iterator[Problem]:
    yield from place.needs_speaker()
    yield from place.earlier("about", "private_reflection")
    if place.settings.about not in place.before:
        return
    request = _asked(place, place.settings.about).get(place.settings.request)
    if request is None or request.choices or not request.required:
        yield place.wrong(_("should be a question of that step that is written and required"), "request")


def _swap(place: Standing) -> Iterator[Problem]:
    yield from place.needs_speaker()
    yield from place.earlier("back_to")


def _negotiation(place: Standing) -> Iterator[Problem]:
    yield from place.earlier("about", "private_reflection")
    if place.settings.about not in place.before:
        return
    asked = _asked(place, place.settings.about)
    if getattr(place.before[place.settings.about].settings, "who", "both") != "both":
        yield place.wrong(_("both must write in that step"), "about")
    words = asked.get("words")
    if words is None or words.choices or not words.required:
        yield place.wrong(_("that step needs a question “words” that is written and required"), "about")
    kind, weeks = asked.get("kind"), asked.get("weeks")
    if kind is None or not kind.fact or not kind.required or _values(kind) != set(KINDS):
        says = _("that step needs a required question “kind”, with fact: true and the choices {values}")
        yield place.wrong(says.format(values=", ".join(KINDS)), "about")
    if weeks is None or not weeks.fact or not _values(weeks) or not _values(weeks) <= set(map(str, WEEKS)):
        says = _("that step needs a question “weeks”, with fact: true and choices from {values}")
        yield place.wrong(says.format(values=", ".join(map(str, WEEKS))), "about")


def _asked(place: Standing, step_id: str) -> dict[str, Question]:
    step = place.before.get(step_id)
    return {question.name: question for question in getattr(step.settings, "questions", ())} if step else {}


def _values(question: Question) -> set[str]:
    return {pick.value for pick in question.choices}


def _names(place: Standing, many: str, name: str, given: list[str]) -> Iterator[Problem]:
    """Names become names of fields and are kept in what people answered: short, plain, each once."""
    for index, one in enumerate(given):
        if not NAME.fullmatch(one) or one in RESERVED:
            yield place.wrong(
                _("should be small letters, digits and _, and no reserved name"), many, index, name
            )
        if one in given[:index]:
            yield place.wrong(_("this name is taken"), many, index, name)


def _distinct(place: Standing, values: list[str], *here: str | int) -> Iterator[Problem]:
    for index, value in enumerate(values):
        if value in values[:index] or not value:
            yield place.wrong(_("this value is empty or taken"), *here, index, "value")


RULES: Final[dict[str, Callable[[Standing], Iterator[Problem]]]] = {
    "private_reflection": _reflection,
    "perception": _perception,
    "listening_turns": _listening,
    "answer": _answer,
    "swap": _swap,
    "negotiation": _negotiation,
}
