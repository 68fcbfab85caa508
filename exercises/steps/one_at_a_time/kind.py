"""The step kind `one_at_a_time`: both answer alone about several topics; a few open one by one, each with a talk.

Which ones is drawn by chance from those that both allow. The next one opens when both have asked for it; either can
stop. Nothing is averaged, and what does not open stays closed for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from exercises.core import closed_forms
from exercises.core.closed_forms import FormsOpened
from exercises.core.fields import Text
from exercises.core.here import Here
from exercises.core.kind import Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner
from exercises.core.rest import Rest
from exercises.core.text import Written
from exercises.core.text import say as _
from exercises.steps.one_at_a_time.form import Settings, checks, form, groups, order
from exercises.steps.one_at_a_time.reveal import (
    NextOpened,
    NotYetNext,
    ReadyForNext,
    Said,
    State,
    Stopped,
    evolve,
)
from exercises.steps.one_at_a_time.seen import cards, points, revealed, view

REST: Final = Rest(days=7, also_assigned=True)
"""Who runs it again at once, and again, finds out what chance had not drawn, and which topic the other had named."""


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if not state.closed.open:
        settings = here.settings
        return closed_forms.offers(state.closed, by, form(settings, by), groups(settings))
    found = [] if state.key is None or here.aloud or state.has_said(by) else [_say(here, by)]
    if state.finished:
        return found
    if state.ready.of(by):
        found.append(Offer(name="not_yet_next", label=_("Stay here a little"), style="plain"))
    else:
        found.append(Offer(name="next", label=_("Open the next one"), style="plain"))
    return [*found, Offer(name="stop_here", label=_("That is enough of these"), style="plain")]


def _say(here: Here, by: Partner) -> Offer:
    hint = _("{partner} sees it as soon as you send it. You can leave it out.", partner=by.other)
    words = Text(name="words", label=Written(here.settings.talk), hint=hint, max_length=600)
    return Offer(name="say", label=_("Say it"), fields=(words,))


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    match ask.name:
        case "say":
            assert state.key is not None
            return [Said(ask.by, state.key, ask.values["words"])]
        case "next":
            both = state.ready.of(ask.by.other)
            return [ReadyForNext(ask.by), NextOpened()] if both else [ReadyForNext(ask.by)]
        case "not_yet_next":
            return [NotYetNext(ask.by)]
        case "stop_here":
            return [Stopped(ask.by)]
    events = closed_forms.decide(ask)
    if closed_forms.opens(state.closed, ask):
        closed = [closed_forms.readable(state.closed, who) for who in Partner]
        events.append(FormsOpened({"order": order(here.settings, closed, ask.chance)}))
    return events


def carry(here: Here, state: State) -> Mapping[str, Any]:
    """Return the topics that opened, with what both saw of each in sentences."""
    told = {key: card.sentences for key, card in cards(here, state).items()}
    topics = tuple((one.key, Written(one.title)) for one in here.settings.topics if one.key in told)
    return {here.step_id: {"topics": topics, "cards": told}}


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    """Return what `by` answered on the topics that opened, and what they said of them."""
    titles = {one.key: Written(one.title) for one in here.settings.topics}
    own: list[Shared] = []
    for key, card in cards(here, state).items():
        own += [
            (titles[key], answer)
            for row in card.rows
            for who, answer in row.answers
            if who is by and isinstance(answer, Written)
        ]
        own += [(titles[key], words) for who, words in card.said if who is by and isinstance(words, str)]
    return own


KIND = StepKind(
    name="one_at_a_time",
    settings=Settings,
    events={
        **closed_forms.EVENTS,
        "one_at_a_time.said": Said,
        "one_at_a_time.ready_for_next": ReadyForNext,
        "one_at_a_time.not_yet_next": NotYetNext,
        "one_at_a_time.next_opened": NextOpened,
        "one_at_a_time.stopped": Stopped,
    },
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.finished,
    moves_on="together",
    turns=lambda event: isinstance(event, FormsOpened | NextOpened | Stopped),
    rests=lambda settings: REST,
    carry=carry,
    has_words=lambda theirs: bool(getattr(theirs, "cards", ())),
    shares=shares,
    revealed=revealed,
    points=points,
    items=lambda settings: [(topic.key, topic.title) for topic in settings.topics],
    gives=("topics",),
    checks=checks,
)
