"""The step kind `closing`: each closes and can leave the other one sentence; both sentences open together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core.events import content
from exercises.core.fields import Text
from exercises.core.kind import Here, Seen, Shared, StepKind, optional
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer, neither
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Localized, Written
from exercises.core.text import say as _


@dataclass(frozen=True)
class Settings:
    intro: Localized
    sentence: Localized


@dataclass(frozen=True)
class Closed:
    by: Partner
    sentence: str | Gone | None = content()


@dataclass(frozen=True)
class State:
    closed: Pair[bool] = field(default_factory=neither)
    sentences: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))


@dataclass(frozen=True)
class Mine:
    closed: bool


Sentences = tuple[tuple[Partner, str | Gone | None], ...]
"""What each wrote for the other, the viewer's own first."""


@dataclass(frozen=True)
class Theirs:
    closed: bool
    opened: Sentences | None = optional()


@dataclass(frozen=True)
class Revealed:
    opened: Sentences


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.closed.of(by):
        return []
    hint = _(
        "It opens for {partner} when both of you have closed the session. You can leave it empty.",
        partner=by.other,
    )
    sentence = Text(
        name="sentence", label=Written(here.settings.sentence), hint=hint, required=False, max_length=300
    )
    return [Offer(name="close", label=_("Close the session"), fields=(sentence,), private=True)]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    return [Closed(ask.by, ask.values["sentence"])]


def evolve(here: Here, state: State, event: Closed) -> State:
    closed, sentences = state.closed.put(event.by, True), state.sentences.put(event.by, event.sentence)
    return replace(state, closed=closed, sentences=sentences)


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    both = tuple((who, state.sentences.of(who)) for who in (viewer, viewer.other))
    opened = both if all(state.closed) else None
    return Seen(Mine(state.closed.of(viewer)), Theirs(state.closed.of(viewer.other), opened))


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if theirs.a.opened else None


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    sentence = state.sentences.of(by)
    open_to_both = isinstance(sentence, str) and all(state.closed)
    return [(Written(here.settings.sentence), sentence)] if open_to_both else []


KIND = StepKind(
    name="closing",
    settings=Settings,
    events={"closing.closed": Closed},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: all(state.closed),
    has_words=lambda theirs: bool(theirs.opened),
    recap_first=True,
    shares=shares,
    revealed=revealed,
    stands="last",
)
