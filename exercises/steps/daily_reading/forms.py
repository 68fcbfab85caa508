"""The offers of a `daily_reading` step: their wording and fields."""

from __future__ import annotations

from exercises.core.fields import Field, Text
from exercises.core.here import Here
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.text import Localized, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.daily_reading.turn import PARTS, State

LONGEST = 600
"""Characters of what is written in one turn."""


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    """Return what there is to do: before, the answer about the complaint; then the speaker says something or passes,
    and the listener thanks."""
    if state.phase == "before":
        return [] if state.answers.of(by) is not None else _about_the_complaint()
    if state.phase == "say" and by is state.speaker:
        label = _("I have said it") if here.aloud else _("Say it")
        say = Offer(name="say", label=label, fields=_fields(here, PARTS[state.part]))
        return [say, Offer(name="pass_on", label=_("Nothing this time"), style="plain")]
    if state.phase == "thank" and by is not state.speaker:
        return [Offer(name="thank", label=_("Thank you"))]
    return []


def _about_the_complaint() -> list[Offer]:
    return [
        Offer(name="keep", label=_("There is room for it"), private=True, style="equal"),
        Offer(name="leave_out", label=_("Leave it out today"), private=True, style="equal"),
    ]


def _fields(here: Here, part: str) -> tuple[Field, ...]:
    """Return what is typed: nothing in the same room; a complaint has a request beside it."""
    if here.aloud:
        return ()
    words = _text(here, "words", getattr(here.settings, part))
    return (words, _text(here, "request", here.settings.request)) if part == "complaint" else (words,)


def _text(here: Here, name: str, label: Localized) -> Text:
    on_call = here.carried.get("together") == "call"
    hint: Phrase | None = _("You can also say it on the call and leave this empty.") if on_call else None
    return Text(name=name, label=Written(label), hint=hint, required=not on_call, max_length=LONGEST)
