"""The step kind `perception`: each rates both sides of every area; some areas that both allow open together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core import closed_forms
from exercises.core.closed_forms import FormsOpened, OtherForm
from exercises.core.comparison import is_uneasy, worth_a_talk
from exercises.core.kind import Here, Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import each_in_both
from exercises.core.text import Written
from exercises.core.text import say as _
from exercises.steps.perception.checks import checks
from exercises.steps.perception.compared import area_seen, cards, to_end_with, told_area
from exercises.steps.perception.form import Settings, form, groups, ladder
from exercises.steps.perception.opening import draw, own_views, views_of
from exercises.steps.perception.seen import (
    ClosedMine,
    Opened,
    OpenMine,
    Revealed,
    RevealedArea,
    Told,
    closed_mine,
)


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
        fields = form(here.settings, by.other)
        return closed_forms.offers(state.closed, by, fields, groups(here.settings))
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
        mine = closed_mine(here.settings, state.closed, viewer)
        return Seen(mine, closed_forms.form_of_other(state.closed, viewer))
    pages = _pages(here.settings, state)
    page = min(state.page.of(viewer), max(len(pages) - 1, 0))
    return _opened(here, state, viewer, pages[page] if pages else (), page + 1, len(pages))


def recap(here: Here, state: State, viewer: Viewer) -> Seen[ClosedMine | OpenMine, OtherForm | Opened]:
    """Return all areas that opened, on one page."""
    if not isinstance(viewer, Partner) or not state.closed.open:
        return view(here, state, viewer)
    return _opened(here, state, viewer, state.drawn, 1, 1)


def _opened(
    here: Here, state: State, viewer: Partner, shown: tuple[str, ...], page: int, pages: int
) -> Seen[OpenMine, Opened]:
    settings, views = here.settings, views_of(state.closed, state.drawn)
    own = closed_forms.readable(state.closed, viewer)
    areas = {area.key: area for area in settings.areas}
    theirs = Opened(
        opened=True,
        areas=tuple(
            area_seen(settings, areas[key], views[key], own_views(own, key), viewer) for key in shown
        ),
        calm=not any(is_uneasy(views[key]) for key in shown),
        anchors=ladder(here.settings.anchors),
        comfort_anchors=ladder(here.settings.comfort_anchors),
        page=page,
        pages=pages,
        drawn=len(state.drawn),
        ending=to_end_with(settings, views) if page == pages else None,
    )
    return Seen(OpenMine(True, page, pages, len(state.drawn)), theirs)


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


def carry(here: Here, state: State) -> Mapping[str, Any]:
    titles = {area.key: Written(area.title) for area in here.settings.areas}
    views = views_of(state.closed, state.drawn)
    order = tuple((key, titles[key]) for key in worth_a_talk(views))
    return {here.step_id: {"topics": order, "cards": cards(here.settings, views)}}


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    """Return the ratings of `by` in opened areas; comfort and wish only if marked to be shown; never the guess."""
    answers = closed_forms.readable(state.closed, by)
    names = [f"{what}.{area}" for area in state.drawn for what in ("own", "partner")]
    names += [
        f"{what}.{area}"
        for area in state.drawn
        for what in ("comfort", "wish")
        if answers.get(f"{what}_open.{area}")
    ]
    labels = {field.name: field.label for field in form(here.settings, by.other)}
    return [(labels[name], answers[name]) for name in names if answers.get(name) is not None]


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
    finished=lambda state: state.closed.open,
    moves_on="together",
    carry=carry,
    turns=closed_forms.turns,
    has_words=lambda theirs: isinstance(theirs, Opened) and bool(theirs.areas),
    shares=shares,
    leads_to=lambda theirs: ("need" if theirs.areas else "again") if isinstance(theirs, Opened) else "",
    revealed=revealed,
    for_counselor=for_counselor,
    scope="balance",
    gives=("topics",),
    checks=checks,
)
