"""The step kind `support_map`: each writes who is there for what, for themself. Nothing opens but the lines that their
author releases, after having read what the other will see. What is not released is in no count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exercises.core import closed_forms
from exercises.core.checks import Fault, Placed
from exercises.core.closed_forms import ClosedForms, FormsOpened, OtherForm
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind, for_page
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Localized, Phrase
from exercises.steps.support_map.lines import BROUGHT, Line, fields, gaps, remarks, written


@dataclass(frozen=True)
class Settings:
    """`small_step`: the label of a line for one small step, where somebody is missing."""

    intro: Localized
    small_step: Localized
    minutes: int = 10

    @property
    def brings(self) -> Mapping[str, tuple[str, ...]]:
        """Which areas of the own private support map may fill in a line."""
        return BROUGHT


@dataclass(frozen=True)
class Mine:
    """The viewer's own map. `released`: the lines that the other will see, or sees; `kept`: the others; `gaps`: where
    nobody is yet. `brings`: whether the own pages may fill it in."""

    written: bool
    pressed: bool
    open: bool
    released: tuple[Line, ...]
    kept: tuple[Line, ...]
    gaps: tuple[Phrase, ...]
    notes: tuple[Phrase, ...]
    brings: bool = for_page()


@dataclass(frozen=True)
class Opened:
    """The lines that each released, the viewer's own first. Of the others nothing tells, not even whether there are
    any."""

    opened: tuple[tuple[Partner, tuple[Line, ...]], ...]


def offers(here: Here, state: ClosedForms, by: Partner) -> list[Offer]:
    return closed_forms.offers(state, by, fields(here.settings.small_step, by))


def decide(here: Here, state: ClosedForms, ask: Ask) -> list[Any]:
    events = closed_forms.decide(ask)
    return [*events, FormsOpened()] if closed_forms.opens(state, ask) else events


def view(here: Here, state: ClosedForms, viewer: Viewer) -> Seen[Mine, OtherForm | Opened]:
    if not isinstance(viewer, Partner):
        return Seen()
    mine = _mine(here, state, viewer)
    if not state.open:
        return Seen(mine, closed_forms.form_of_other(state, viewer))
    return Seen(mine, Opened(tuple((who, _released(here, state, who)) for who in (viewer, viewer.other))))


def _mine(here: Here, state: ClosedForms, viewer: Partner) -> Mine:
    answers = closed_forms.readable(state, viewer)
    is_written = state.answers.of(viewer) is not None
    return Mine(
        written=is_written,
        pressed=state.pressed.of(viewer),
        open=state.open,
        released=_released(here, state, viewer),
        kept=written(here.settings.small_step, answers, released=False),
        gaps=gaps(answers) if answers else (),
        notes=tuple(remarks(here.settings, answers)),
        brings=True,
    )


def _released(here: Here, state: ClosedForms, who: Partner) -> tuple[Line, ...]:
    return written(here.settings.small_step, closed_forms.readable(state, who), released=True)


def revealed(theirs: Pair[OtherForm | Opened]) -> Opened | None:
    """Return the released lines; None if there are none, so that nothing tells who released nothing."""
    found = in_both(Opened, theirs)
    return found if found and any(lines for _who, lines in found.opened) else None


def shares(here: Here, state: ClosedForms, by: Partner) -> list[Shared]:
    return [(line.heading, line.words) for line in _released(here, state, by)] if state.open else []


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.between(placed.settings.minutes, 1, 60, "minutes")


KIND = StepKind(
    name="support_map",
    settings=Settings,
    events=closed_forms.EVENTS,
    start=lambda here: closed_forms.both(),
    offers=offers,
    decide=decide,
    evolve=lambda here, state, event: closed_forms.evolve(state, event),
    view=view,
    finished=closed_forms.is_open,
    moves_on="together",
    turns=closed_forms.turns,
    has_words=lambda theirs: isinstance(theirs, Opened),
    shares=shares,
    revealed=revealed,
    remarks=remarks,
    checks=checks,
)
