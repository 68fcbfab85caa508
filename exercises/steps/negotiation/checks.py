"""What an author may have got wrong in the sheet that brings the items to the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.text import say as _
from exercises.steps.negotiation.item import KINDS, WEEKS


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.earlier("about", "sheet")
    about = placed.before.get(placed.settings.about)
    if about is None:
        return
    if getattr(about.settings, "who", "both") != "both":
        yield placed.wrong(_("both must write in that step"), "about")
    asked = {question.name: question for question in getattr(about.settings, "questions", ())}
    yield from _questions(placed, asked.get("words"), asked.get("kind"), asked.get("weeks"))


def _questions(placed: Placed, words: Any, kind: Any, weeks: Any) -> Iterator[Fault]:
    """The three questions that an item is made of; None where one is missing."""
    if words is None or words.choices or not words.required:
        yield placed.wrong(_("that step needs a question “words” that is written and required"), "about")
    if kind is None or not kind.fact or not kind.required or _values(kind) != set(KINDS):
        values = ", ".join(KINDS)
        says = _(
            "that step needs a required question “kind”, with fact: true and the choices {values}",
            values=values,
        )
        yield placed.wrong(says, "about")
    possible = [str(number) for number in WEEKS]
    if weeks is None or not weeks.fact or not _values(weeks) or not _values(weeks) <= set(possible):
        values = ", ".join(possible)
        says = _(
            "that step needs a question “weeks”, with fact: true and choices from {values}", values=values
        )
        yield placed.wrong(says, "about")


def _values(question: Any) -> set[str]:
    return {pick.value for pick in question.choices}
