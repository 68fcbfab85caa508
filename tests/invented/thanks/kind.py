"""Thanks: each writes the other one sentence of thanks; both sentences open together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.events import content
from exercises.core.fields import Text
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind, optional
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Localized
from exercises.core.text import say as _

Sentences = tuple[tuple[Partner, str | Gone], ...]


@dataclass(frozen=True)
class Settings:
    intro: Localized
    longest: int = 300


@dataclass(frozen=True)
class Thanked:
    by: Partner
    sentence: str | Gone = content()


@dataclass(frozen=True)
class Opened:
    """Both have written."""


@dataclass(frozen=True)
class State:
    sentences: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))
    open: bool = False


@dataclass(frozen=True)
class Mine:
    thanked: bool


@dataclass(frozen=True)
class Theirs:
    thanked: bool
    thanks: Sentences | None = optional()


@dataclass(frozen=True)
class Revealed:
    thanks: Sentences


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if state.sentences.of(by) is not None:
        return []
    about = _("It opens for {partner} when both of you have written.", partner=by.other)
    sentence = Text(name="sentence", label=_("Your thanks"), max_length=here.settings.longest)
    return [Offer(name="thank", label=_("Say thank you"), about=about, fields=(sentence,), private=True)]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    thanked = Thanked(ask.by, ask.values["sentence"])
    return [thanked] if state.sentences.of(ask.by.other) is None else [thanked, Opened()]


def evolve(here: Here, state: State, event: Any) -> State:
    if isinstance(event, Thanked):
        return replace(state, sentences=state.sentences.put(event.by, event.sentence))
    return replace(state, open=True)


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    written = ((who, state.sentences.of(who)) for who in (viewer, viewer.other))
    thanks = tuple((who, words) for who, words in written if words is not None) if state.open else None
    wrote = state.sentences.map(lambda words: words is not None)
    return Seen(Mine(wrote.of(viewer)), Theirs(wrote.of(viewer.other), thanks))


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    sentence = state.sentences.of(by)
    return [(_("You thanked"), sentence)] if state.open and isinstance(sentence, str) else []


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if theirs.a.thanks else None


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.between(placed.settings.longest, 1, 1000, "longest")


KIND = StepKind(
    name="thanks",
    settings=Settings,
    events={"thanks.thanked": Thanked, "thanks.opened": Opened},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.open,
    moves_on="together",
    turns=lambda event: isinstance(event, Opened),
    has_words=lambda theirs: bool(theirs.thanks),
    shares=shares,
    revealed=revealed,
    checks=checks,
)
