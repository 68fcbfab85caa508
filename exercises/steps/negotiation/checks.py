"""Checks of a `negotiation` step: the step it is about must ask for `words`, `kind` and `weeks`."""

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
    """Yield the faults of the three questions that make an item; a missing question is None."""
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
