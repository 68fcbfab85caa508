"""The step kind `two_circles`: what each can’t give up and where each can bend. Both open as they stand and stay so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises.core import closed_forms
from exercises.core.closed_forms import FormsOpened, OtherForm
from exercises.core.fields import Choices, Option
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.two_circles.circles import (
    CORE,
    FLEXIBLE,
    Marked,
    Settings,
    State,
    evolve,
    form,
    heading,
    lines,
)


@dataclass(frozen=True)
class Mine:
    """The viewer's own closed sheet."""

    core_asked: Phrase
    flexible_asked: Phrase
    core: tuple[str, ...]
    flexible: tuple[str, ...]
    finished: bool
    pressed: bool


@dataclass(frozen=True)
class Line:
    """`fits`: the other could go along with it."""

    words: str
    fits: bool


@dataclass(frozen=True)
class Circles:
    by: Partner
    core: tuple[str, ...]
    flexible: tuple[Line, ...]
    removed: bool


@dataclass(frozen=True)
class Opened:
    """Both sheets, the viewer's own first."""

    core_asked: Phrase
    flexible_asked: Phrase
    circles: tuple[Circles, ...]


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if not state.closed.open:
        return closed_forms.offers(state.closed, by, form(here.settings))
    theirs = lines(state, by.other, FLEXIBLE)
    if not theirs:
        return []
    options = tuple(Option(name, _("{words}", words=words)) for name, words in theirs)
    label = _("Where {partner} can bend: which of it would suit you?", partner=by.other)
    about = _("{partner} sees what you mark, and you can change it. It promises nothing.", partner=by.other)
    which = Choices(name="lines", label=label, required=False, choices=options, max=len(options))
    initial = {"lines": state.marked_by(by)}
    return [
        Offer(
            name="mark", label=_("Mark these"), about=about, fields=(which,), initial=initial, style="plain"
        )
    ]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    if ask.name == "mark":
        return [Marked(ask.by, " ".join(ask.values["lines"] or ()))]
    events = closed_forms.decide(ask)
    return [*events, FormsOpened()] if closed_forms.opens(state.closed, ask) else events


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, OtherForm | Opened]:
    if not isinstance(viewer, Partner):
        return Seen()
    core_asked, flexible_asked = Written(here.settings.core), Written(here.settings.flexible)
    if state.closed.open:
        both = tuple(_circles(state, who) for who in (viewer, viewer.other))
        return Seen(theirs=Opened(core_asked, flexible_asked, both))
    core, flexible = (
        tuple(words for _name, words in lines(state, viewer, names)) for names in (CORE, FLEXIBLE)
    )
    finished = state.closed.answers.of(viewer) is not None
    mine = Mine(core_asked, flexible_asked, core, flexible, finished, state.closed.pressed.of(viewer))
    return Seen(mine, closed_forms.form_of_other(state.closed, viewer))


def _circles(state: State, who: Partner) -> Circles:
    fits = state.marked_by(who.other)
    core = tuple(words for _name, words in lines(state, who, CORE))
    flexible = tuple(Line(words, name in fits) for name, words in lines(state, who, FLEXIBLE))
    return Circles(who, core, flexible, isinstance(state.closed.answers.of(who), Gone))


def carry(here: Here, state: State) -> Mapping[str, Any]:
    material = tuple(
        (heading(here.settings, names, who), words)
        for who in Partner
        for names in (CORE, FLEXIBLE)
        for _name, words in lines(state, who, names)
    )
    return {here.step_id: {"material": material}}


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    if not state.closed.open:
        return []
    asked = ((here.settings.core, CORE), (here.settings.flexible, FLEXIBLE))
    return [(Written(label), words) for label, names in asked for _name, words in lines(state, by, names)]


def revealed(theirs: Pair[OtherForm | Opened]) -> Opened | None:
    return in_both(Opened, theirs)


KIND = StepKind(
    name="two_circles",
    settings=Settings,
    events={**closed_forms.EVENTS, "two_circles.marked": Marked},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=lambda here, state, event: evolve(state, event),
    view=view,
    finished=lambda state: state.closed.open,
    moves_on="together",
    carry=carry,
    turns=closed_forms.turns,
    has_words=lambda theirs: isinstance(theirs, Opened),
    shares=shares,
    revealed=revealed,
    gives=("material",),
)
