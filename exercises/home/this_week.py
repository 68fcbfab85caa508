"""The exercise of this week as pages show it: what it is, and in one sentence why it is that one."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.about import about
from exercises.catalog.aims import LIGHT
from exercises.core.rest import longest
from exercises.home.suggestion import Offered, Suggestion, Why, suggested
from exercises.translate import in_language


@dataclass(frozen=True)
class ThisWeek:
    """`exercise`: its description; `says`: why it is suggested."""

    exercise: Mapping[str, Any]
    says: str


def offered(leaving_out: Container[str] = ()) -> tuple[Offered, ...]:
    """Return what a couple may start on their own, as the rules know it, without what they do apart just now."""
    could_start = (one for one in catalog.startable() if one.slug not in leaving_out)
    return tuple(Offered(one.slug, is_light(one), one.next, _rest(one)) for one in could_start)


def _rest(definition: CoupleDefinition) -> timedelta:
    return timedelta(days=longest(definition.exercise().steps).days)


def is_light(definition: CoupleDefinition) -> bool:
    return bool(definition.aims) and definition.aims[0] in LIGHT


def this_week(offers: Sequence[Offered], completed: Mapping[str, datetime], at: datetime) -> ThisWeek | None:
    """Return what is suggested to a couple that has completed these; None if there is nothing. `at`: in local time."""
    found = suggested(offers, completed, at)
    definition = catalog.named(found.slug) if found else None
    if found is None or definition is None:
        return None
    return ThisWeek(about(definition), _says(found))


def _says(found: Suggestion) -> str:
    match found.why:
        case Why.FIRST:
            return _("A good one to begin with.")
        case Why.LIGHT:
            return _("Something light, after one that asked for more.")
        case Why.FOLLOWS:
            before = catalog.named(found.after)
            title = in_language(before.title) if before else ""
            return _("It follows well from “%(title)s”, which you two did.") % {"title": title}
        case Why.NEW:
            return _("You two have not done this one yet.")
    return _("Of those that you two have done, this one was longest ago.")
