"""The offers of an `agenda` step: a concern that is written alone, or left for another day; then notes."""

from __future__ import annotations

from typing import Final

from exercises.core import closed_forms
from exercises.core.fields import Field, Text
from exercises.core.here import Here
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.text import Written
from exercises.core.text import say as _
from exercises.steps.agenda.part import Settings, State

LONGEST: Final = 600
"""Characters of a concern, a wish or a note."""


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if not state.closed.open:
        found = closed_forms.offers(state.closed, by, _fields(here.settings))
        return [*found, _not_today(by)] if state.closed.answers.of(by) is None else found
    if state.notes_of(by) >= here.settings.most:
        return []
    about = _("{partner} sees it as soon as you send it.", partner=by.other)
    words = Text(name="words", label=Written(here.settings.note), max_length=LONGEST)
    return [Offer(name="note", label=_("Add this"), about=about, fields=(words,), style="plain")]


def _fields(settings: Settings) -> tuple[Field, ...]:
    return tuple(
        Text(name=name, label=label, required=name == "concern", max_length=LONGEST)
        for name, label in settings.questions
    )


def _not_today(by: Partner) -> Offer:
    about = _(
        "To leave it out needs no reason. For now {partner} sees only that you are ready.", partner=by.other
    )
    return Offer(name="not_today", label=_("Not today"), about=about, style="plain")
