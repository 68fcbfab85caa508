"""The step kind `private_reflection`: one or both write privately, read it over and open it when they choose to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from exercises.core import closed_forms
from exercises.core.chance import shuffled
from exercises.core.closed_forms import FormsOpened
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind, for_page
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.proposing import brought_words, refuse_one_too_many, refuse_resting
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.private_reflection.checks import checks
from exercises.steps.private_reflection.form import (
    Answers,
    Headings,
    Proposal,
    Settings,
    form,
    headings,
    in_words,
    notes,
)


@dataclass(frozen=True)
class Mine:
    """The viewer's own closed sheet. `notes`: remarks on it; `waiting`: shown to a partner who does not write.

    `brings`: whether something on the viewer's private pages may answer it; the same for everybody.
    """

    writes: bool
    answers: Answers
    pressed: bool
    waiting: Phrase | None
    questions: Headings
    notes: tuple[Phrase, ...]
    brings: bool = for_page()


@dataclass(frozen=True)
class Opened:
    """The opened sheets, the viewer's own first."""

    opened: tuple[tuple[Partner, Answers], ...]
    questions: Headings


def start(here: Here) -> closed_forms.ClosedForms:
    return (
        closed_forms.ClosedForms((here.speaker,)) if here.settings.who == "speaker" else closed_forms.both()
    )


def offers(here: Here, state: closed_forms.ClosedForms, by: Partner) -> list[Offer]:
    found = closed_forms.offers(state, by, form(here.settings))
    return [replace(one, initial=one.initial or _brought(here, by)) if one.fields else one for one in found]


def _brought(here: Here, by: Partner) -> Mapping[str, str]:
    """Return what stands on the sheet at first: what its writer brought from the ledger, as a proposal."""
    brought = here.brought(by)
    if here.settings.proposal is None or brought is None or not isinstance(brought.answers, Mapping):
        return {}
    asked = {question.name for question in here.settings.questions}
    return {name: value for name, value in brought.answers.items() if name in asked}


def decide(here: Here, state: closed_forms.ClosedForms, ask: Ask) -> list[Any]:
    """Return the events. Raises Refused for a proposal that rests after a no, or that is one too many."""
    if ask.name == "hand_in" and here.settings.proposal is not None:
        _check_proposal(here, here.settings.proposal, ask)
    events = closed_forms.decide(ask)
    if closed_forms.opens(state, ask):
        events.append(FormsOpened(facts(here.settings, state, ask.chance)))
    return events


def _check_proposal(here: Here, proposal: Proposal, ask: Ask) -> None:
    if any(ask.values.get(name) == value for name, value in proposal.unless.items()):
        return
    brought = here.brought(ask.by)
    words = ask.values[proposal.words]
    refuse_resting(proposal.words, ask.by, words, brought_words(brought), ask.at.date())
    refuse_one_too_many(proposal.words, brought)


def facts(settings: Settings, state: closed_forms.ClosedForms, chance: int) -> dict[str, Any]:
    """Return what later steps need of opened sheets: the picks marked as facts, and a drawn order of the writers."""
    picks = {
        who.value: {
            q.name: closed_forms.readable(state, who).get(q.name) for q in settings.questions if q.fact
        }
        for who in state.writers
    }
    return {"picks": picks, "order": shuffled([who.value for who in state.writers], chance)}


def view(
    here: Here, state: closed_forms.ClosedForms, viewer: Viewer
) -> Seen[Mine, closed_forms.OtherForm | Opened]:
    if not isinstance(viewer, Partner):
        return Seen()
    settings = here.settings
    if state.open:
        order = (who for who in (viewer, viewer.other) if who in state.writers)
        opened = tuple((who, in_words(settings, state.answers.of(who))) for who in order)
        return Seen(theirs=Opened(opened, headings(settings)))
    answers = state.answers.of(viewer)
    mine = Mine(
        writes=viewer in state.writers,
        answers=in_words(settings, answers),
        pressed=state.pressed.of(viewer),
        waiting=Written(settings.waiting) if settings.waiting else None,
        questions=headings(settings),
        notes=notes(settings, answers),
        brings=bool(settings.brings),
    )
    return Seen(mine, closed_forms.form_of_other(state, viewer))


def revealed(theirs: Pair[closed_forms.OtherForm | Opened]) -> Opened | None:
    return in_both(Opened, theirs)


def carry(here: Here, state: closed_forms.ClosedForms) -> Mapping[str, Any]:
    handed_on = {"answers": state.answers, "questions": headings(here.settings), **state.facts}
    return {here.step_id: handed_on | {"material": _material(here, state), "ideas": _ideas(here, state)}}


def _material(here: Here, state: closed_forms.ClosedForms) -> tuple[Shared, ...]:
    """Return the opened sheets line by line, under whose it is and what was asked."""
    return tuple(
        (_("{name}: {asked}", name=who, asked=asked), words)
        for who in state.writers
        for asked, words in shares(here, state, who)
    )


def _ideas(here: Here, state: closed_forms.ClosedForms) -> tuple[tuple[str, str | Gone], ...]:
    """Return all that was written, each with a key. A sheet that was taken back stands there as GONE."""
    written = [question.name for question in here.settings.questions if not question.choices]
    found = ((who, name, state.answers.of(who)) for who in state.writers for name in written)
    ideas = (
        (f"{name}.{who.value}", one if isinstance(one, Gone) else (one or {}).get(name))
        for who, name, one in found
    )
    return tuple((key, words) for key, words in ideas if words is not None)


def shares(here: Here, state: closed_forms.ClosedForms, by: Partner) -> list[Shared]:
    """Return the sheet of `by`, once it is open."""
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
    has_words=lambda theirs: isinstance(theirs, Opened),
    shares=shares,
    revealed=revealed,
    gives=("sheet", "material", "ideas"),
    remarks=notes,
    checks=checks,
)
