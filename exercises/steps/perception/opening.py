"""Which areas open, and the ratings of each partner that open with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from exercises.core.chance import between, shuffled
from exercises.core.closed_forms import ClosedForms, readable
from exercises.core.comparison import Rating, Views, gentle_order
from exercises.core.pair import Pair, Partner
from exercises.steps.perception.form import Settings


def draw(settings: Settings, closed: ClosedForms, chance: int) -> list[str]:
    """Return the keys of the areas that open, in the order of display.

    Between `fewest` and `most` are drawn from those that both allow, so that an area not shown proves nothing.
    """
    allowed = [
        area.key
        for area in settings.areas
        if all(readable(closed, who).get(f"open.{area.key}") == "may_open" for who in closed.writers)
    ]
    if len(allowed) < settings.fewest:
        return []
    many = between(settings.fewest, min(settings.most, len(allowed)), chance % 2**32)
    drawn = shuffled(allowed, chance >> 32)[:many]
    return gentle_order(views_of(closed, drawn))


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

    def rating(name: str) -> Rating:
        value = raw.get(f"{name}.{area}")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    return Views(rating("own"), rating("partner"), rating("guess"), rating("comfort"), rating("wish"))
