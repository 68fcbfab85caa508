"""Which areas open, and the ratings of each partner that open with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from exercises.core.chance import between, shuffled
from exercises.core.closed_forms import ClosedForms, readable
from exercises.core.comparison import Rating, Views, gentle_order
from exercises.core.pair import Pair, Partner
from exercises.steps.perception.form import Settings


def draw(settings: Settings, closed: ClosedForms, chance: int) -> list[str]:
    """Return the keys of the areas that open, in the order of display.

    Between `fewest` and `most` are drawn from those that both allow, so that an area not shown proves nothing. One that
    both marked to talk about always opens; one that a single partner marked enters the draw twice.
    """
    forms = [readable(closed, who) for who in closed.writers]
    allowed = [area.key for area in settings.areas if all(allows(form, area.key) for form in forms)]
    if len(allowed) < settings.fewest:
        return []
    marks = [mark for mark in map(marked, forms) if mark in allowed]
    many = between(settings.fewest, min(settings.most, len(allowed)), chance % 2**32)
    certain = sorted({mark for mark in marks if marks.count(mark) == len(closed.writers)})
    tickets = shuffled([*allowed, *marks], chance >> 32)
    drawn = list(dict.fromkeys([*certain, *tickets]))[:many]
    return gentle_order(views_of(closed, drawn))


def allows(form: Mapping[str, Any], area: str) -> bool:
    """Return whether the author of this form lets the area open; whatever is left empty stays closed."""
    return form.get(f"open.{area}") == "may_open"


def marked(form: Mapping[str, Any]) -> str | None:
    """Return the area that its author would like to talk about; a mark on one that stays closed does not count."""
    mark = form.get("talk")
    return mark if isinstance(mark, str) and allows(form, mark) else None


def wanted_by(opened: ClosedForms, areas: Iterable[str]) -> dict[str, tuple[Partner, ...]]:
    """Return who would like to talk about each of these opened areas."""
    marks = {who: marked(readable(opened, who)) for who in Partner}
    return {area: tuple(who for who in Partner if marks[who] == area) for area in areas}


def views_of(opened: ClosedForms, areas: Iterable[str]) -> dict[str, Pair[Views]]:
    """Return what each partner opened of these areas."""
    a, b = (dict(readable(opened, who)) for who in (Partner.A, Partner.B))
    return {area: Pair(opened_views(a, area), opened_views(b, area)) for area in areas}


def opened_views(raw: Mapping[str, object], area: str) -> Views:
    """Return one partner's ratings of an opened area; comfort and wish only if their author marked them to be shown."""
    own = own_views(raw, area)
    comfort = own.comfort if raw.get(f"comfort_open.{area}") else None
    wish = own.wish if raw.get(f"wish_open.{area}") else None
    return replace(own, comfort=comfort, wish=wish)


def own_views(raw: Mapping[str, object], area: str) -> Views:
    """Return all that one partner said of an area, for their own eyes."""
    names = ("own", "partner", "guess", "comfort", "wish")
    return Views(*(number(raw.get(f"{name}.{area}")) for name in names))


def number(value: object) -> Rating:
    """Return the value if it is a rating, None if it was skipped, left out or removed."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
