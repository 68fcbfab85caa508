"""What each of the two sees once the sheets are open: their own sheet, and the areas that opened, beside last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from exercises.core.closed_forms import ClosedForms, readable
from exercises.core.comparison import Views, is_uneasy
from exercises.core.here import Here
from exercises.core.kind import Seen
from exercises.core.pair import Pair, Partner
from exercises.core.text import Phrase
from exercises.steps.perception.compared import area_seen, to_end_with, to_talk_about
from exercises.steps.perception.form import Settings, ladder
from exercises.steps.perception.opening import own_views, views_of, wanted_by
from exercises.steps.perception.own_sheet import last_lines, move_of, own_areas, own_move
from exercises.steps.perception.seen import ComparedArea, Opened, OpenMine, SaidLast


@dataclass(frozen=True)
class Before:
    """The forms of the last time, as far as their authors did not take them back, and the areas that opened then."""

    on: date | None = None
    forms: Pair[Mapping[str, Any]] = field(default_factory=lambda: Pair({}, {}))
    drawn: tuple[str, ...] = ()

    def own(self, who: Partner, area: str) -> int | None:
        return own_views(self.forms.of(who), area).own


@dataclass(frozen=True)
class Pages:
    """The areas on the page that is shown, and which page of how many it is."""

    shown: tuple[str, ...]
    page: int = 1
    pages: int = 1


def seen_open(
    here: Here, closed: ClosedForms, drawn: tuple[str, ...], before: Before, viewer: Partner, on: Pages
) -> Seen[OpenMine, Opened]:
    """Return both records of a viewer. What the partner opened is in the second alone."""
    settings, sheet = here.settings, readable(closed, viewer)
    own = own_areas(settings, sheet, viewer.other, before.forms.of(viewer), before.on)
    last = tuple(last_lines(settings, sheet, viewer.other))
    mine = OpenMine(True, on.page, on.pages, len(drawn), own, last, before.on)
    return Seen(mine, _opened(settings, closed, drawn, before, viewer, on))


def _opened(
    settings: Settings,
    closed: ClosedForms,
    drawn: tuple[str, ...],
    before: Before,
    viewer: Partner,
    on: Pages,
) -> Opened:
    views, is_last = views_of(closed, drawn), on.page == on.pages
    return Opened(
        opened=True,
        areas=tuple(_areas(settings, closed, on.shown, before, viewer)),
        calm=not any(is_uneasy(views[key]) for key in on.shown),
        anchors=ladder(settings.anchors),
        comfort_anchors=ladder(settings.comfort_anchors),
        page=on.page,
        pages=on.pages,
        drawn=len(drawn),
        last=tuple(_last(settings, closed, viewer)) if is_last else (),
        ending=to_end_with(settings, views) if is_last else None,
    )


def _areas(
    settings: Settings, closed: ClosedForms, shown: tuple[str, ...], before: Before, viewer: Partner
) -> Iterator[ComparedArea]:
    """Yield the areas of a page, each with who marked it and what was put the last time."""
    views, wanted = views_of(closed, shown), wanted_by(closed, shown)
    own, areas = readable(closed, viewer), {area.key: area for area in settings.areas}
    for key in shown:
        seen = area_seen(settings, areas[key], views[key], own_views(own, key), viewer)
        talk = tuple(to_talk_about(wanted[key], viewer))
        yield replace(seen, talk=talk, then=tuple(_then(settings, key, views[key], before, viewer)))


def _then(
    settings: Settings, key: str, views: Pair[Views], before: Before, viewer: Partner
) -> Iterator[Phrase]:
    """Yield what each put for themself then and now, where the area opened both times."""
    if before.on is None or key not in before.drawn:
        return
    words, other = ladder(settings.anchors), viewer.other
    then, now = before.own(viewer, key), views.of(viewer).own
    if then is not None and now is not None:
        yield own_move(then, now, before.on, words)
    then, now = before.own(other, key), views.of(other).own
    if then is not None and now is not None:
        yield move_of(other, then, now, before.on, words)


def _last(settings: Settings, closed: ClosedForms, viewer: Partner) -> Iterator[SaidLast]:
    """Yield what each opened of the questions about everything together, the viewer's own first."""
    for who in (viewer, viewer.other):
        for line in last_lines(settings, readable(closed, who), who.other):
            if line.is_open:
                yield SaidLast(who, line.ask, line.said)
