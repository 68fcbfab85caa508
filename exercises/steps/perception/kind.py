"""The step kind `perception`: each rates both sides of every area; some areas that both allow open together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from exercises.core import closed_forms
from exercises.core.closed_forms import FormsOpened, OtherForm
from exercises.core.comparison import worth_a_talk
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.points import RatedArea
from exercises.core.rest import Rest
from exercises.core.revealed import each_in_both
from exercises.core.text import Written
from exercises.core.text import say as _
from exercises.steps.perception.checks import checks
from exercises.steps.perception.compared import cards, rated_area, told_area
from exercises.steps.perception.form import Settings, form, groups, in_order
from exercises.steps.perception.opened import Before, Pages, seen_open
from exercises.steps.perception.opening import draw, views_of, wanted_by
from exercises.steps.perception.own_sheet import last_lines
from exercises.steps.perception.seen import (
    ClosedMine,
    Opened,
    OpenMine,
    Revealed,
    RevealedArea,
    Told,
    closed_mine,
)

REST: Final = Rest(days=7)
"""Looking more often mostly measures the wobble of a rating, and feeds a wish to be reassured."""


@dataclass(frozen=True)
class TurnedPage:
    by: Partner
    page: int


@dataclass(frozen=True)
class State:
    closed: closed_forms.ClosedForms = field(default_factory=closed_forms.both)
    page: Pair[int] = field(default_factory=lambda: Pair(0, 0))

    @property
    def drawn(self) -> tuple[str, ...]:
        return tuple(self.closed.facts.get("areas", ()))


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    if not state.closed.open:
        areas = in_order(here.settings, by, here.chance)
        fields = form(here.settings, by, areas)
        return closed_forms.offers(state.closed, by, fields, groups(here.settings, areas))
    pages = _pages(here.settings, state)
    page = state.page.of(by)
    turn = []
    if page + 1 < len(pages):
        turn.append(Offer(name="next_areas", label=_("Next areas"), private=True, style="plain"))
    if page > 0:
        turn.append(Offer(name="areas_before", label=_("Previous areas"), private=True, style="quiet"))
    return turn


def _pages(settings: Settings, state: State) -> list[tuple[str, ...]]:
    drawn, size = state.drawn, settings.at_once
    return [drawn[start : start + size] for start in range(0, len(drawn), size)]


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    if ask.name in ("next_areas", "areas_before"):
        step = 1 if ask.name == "next_areas" else -1
        return [TurnedPage(ask.by, state.page.of(ask.by) + step)]
    events = closed_forms.decide(ask)
    if closed_forms.opens(state.closed, ask):
        events.append(FormsOpened({"areas": draw(here.settings, state.closed, ask.chance)}))
    return events


def evolve(here: Here, state: State, event: Any) -> State:
    if isinstance(event, TurnedPage):
        return replace(state, page=state.page.put(event.by, event.page))
    return replace(state, closed=closed_forms.evolve(state.closed, event))


def view(here: Here, state: State, viewer: Viewer) -> Seen[ClosedMine | OpenMine, OtherForm | Opened]:
    if not isinstance(viewer, Partner):
        return Seen()
    if not state.closed.open:
        mine = closed_mine(here.settings, state.closed, viewer, here.last_time is None)
        return Seen(mine, closed_forms.form_of_other(state.closed, viewer))
    pages = _pages(here.settings, state)
    page = min(state.page.of(viewer), max(len(pages) - 1, 0))
    shown = Pages(pages[page] if pages else (), page + 1, len(pages))
    return seen_open(here, state.closed, state.drawn, _before(here), viewer, shown)


def recap(here: Here, state: State, viewer: Viewer) -> Seen[ClosedMine | OpenMine, OtherForm | Opened]:
    """Return all areas that opened, on one page."""
    if not isinstance(viewer, Partner) or not state.closed.open:
        return view(here, state, viewer)
    return seen_open(here, state.closed, state.drawn, _before(here), viewer, Pages(state.drawn))


def _before(here: Here) -> Before:
    """Return the last time, as far as it can be read."""
    if here.last_time is None or not isinstance(here.last_time.state, State):
        return Before()
    then = here.last_time.state
    if not then.closed.open:
        return Before()
    a, b = (closed_forms.readable(then.closed, who) for who in Partner)
    return Before(here.last_time.on, Pair(a, b), then.drawn)


def revealed(theirs: Pair[OtherForm | Opened]) -> Revealed | None:
    """Return the ratings of the areas that both saw opened; None if there are none."""
    if not isinstance(theirs.a, Opened) or not isinstance(theirs.b, Opened):
        return None
    areas = each_in_both(RevealedArea, Pair(theirs.a.areas, theirs.b.areas))
    return Revealed(areas, theirs.a.anchors) if areas else None


def for_counselor(shown: Revealed) -> Told:
    """Return each area with both views in words."""
    areas = tuple(told_area(area, shown.anchors) for area in shown.areas)
    return Told(areas, shown.anchors)


def points(shown: Revealed) -> list[RatedArea]:
    return [rated_area(area, shown.anchors) for area in shown.areas]


def carry(here: Here, state: State) -> Mapping[str, Any]:
    titles = {area.key: Written(area.title) for area in here.settings.areas}
    views = views_of(state.closed, state.drawn)
    wanted = {key: len(who) for key, who in wanted_by(state.closed, state.drawn).items()}
    order = tuple((key, titles[key]) for key in worth_a_talk(views, wanted))
    both = [key for key, many in wanted.items() if many > 1]
    chosen = both[0] if len(both) == 1 else ""
    return {here.step_id: {"topics": order, "wanted": chosen, "cards": cards(here.settings, views)}}


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    """Return the ratings of `by` in opened areas; comfort, wish and what was asked last only if marked to be shown;
    never the guess."""
    answers = closed_forms.readable(state.closed, by)
    names = [f"{what}.{area}" for area in state.drawn for what in ("own", "partner")]
    names += [
        f"{what}.{area}"
        for area in state.drawn
        for what in ("comfort", "wish")
        if answers.get(f"{what}_open.{area}")
    ]
    labels = {field.name: field.label for field in form(here.settings, by, here.settings.areas)}
    last = last_lines(here.settings, answers, by.other) if state.closed.open else ()
    return [
        *((labels[name], answers[name]) for name in names if answers.get(name) is not None),
        *((line.ask, line.said) for line in last if line.is_open),
    ]


KIND = StepKind(
    name="perception",
    settings=Settings,
    events={**closed_forms.EVENTS, "perception.turned_page": TurnedPage},
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    recap=recap,
    reads_earlier=True,
    rests=lambda settings: REST,
    finished=lambda state: state.closed.open,
    moves_on="together",
    carry=carry,
    turns=closed_forms.turns,
    has_words=lambda theirs: isinstance(theirs, Opened) and bool(theirs.areas or theirs.last),
    shares=shares,
    leads_to=lambda theirs: ("need" if theirs.areas else "again") if isinstance(theirs, Opened) else "",
    revealed=revealed,
    for_counselor=for_counselor,
    points=points,
    items=lambda settings: [(area.key, area.title) for area in settings.areas],
    scope="balance",
    gives=("topics",),
    checks=checks,
)
