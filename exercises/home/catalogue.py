"""The catalogue: exercises by what somebody wants, searched and filtered by their address alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from couples import clock
from couples.page_decorators import READ, SignedIn, page
from couples.pairing.membership import couple_of
from couples.pairing.models import Couple
from exercises import catalog
from exercises.catalog import CoupleDefinition, Definition
from exercises.catalog.aims import AIMS, GROUPS
from exercises.core.text import Written
from exercises.favorites import kept
from exercises.home import finding, sessions
from exercises.home.finding import Wanted
from exercises.home.this_week import ThisWeek, offered, this_week
from exercises.preview.solo import own_page
from exercises.reminders import due
from exercises.translate import Reader


@dataclass(frozen=True)
class Line:
    """An exercise in the list. `path`: where it leads; `is_there`: whether that is the page on which it is started."""

    slug: str
    title: str
    says: str
    minutes: int
    way: str
    is_for_one: bool
    path: str
    is_there: bool = True


@page(READ)
def catalogue(request: SignedIn) -> HttpResponse:
    """Show what there is to look for; or, if the address asks for something, what fits."""
    couple = couple_of(request.user)
    completed = due.completed(couple.pk) if couple else {}
    looked_for = finding.wanted(request.GET)
    everything = offered_to_all()
    found = (
        []
        if looked_for.is_all and "all" not in request.GET
        else finding.fitting(everything, looked_for, completed)
    )
    context = {
        "groups": groups(everything),
        "wanted": looked_for,
        "title": _title(looked_for),
        "is_list": not looked_for.is_all or "all" in request.GET,
        "lines": lines(found, has_couple=couple is not None),
        "this_week": _this_week(couple, completed) if couple else None,
        "favorites": favorites(request.user.pk, couple is not None),
        "has_couple": couple is not None,
        "minutes": finding.MINUTES,
    }
    return render(request, "exercises/catalogue.html", context)


def _this_week(couple: Couple, completed: Mapping[str, datetime]) -> ThisWeek | None:
    return this_week(offered(leaving_out=sessions.open_apart(couple)), completed, clock.local())


def offered_to_all() -> list[Definition]:
    """Return every exercise of the catalogue: those for two that need no counselor, and those for one."""
    return [one for one in catalog.all_definitions() if not getattr(one, "with_counselor", False)]


def groups(definitions: Iterable[Definition]) -> list[dict[str, Any]]:
    """Return what one may want, in groups, without what no exercise is for."""
    known = {aim for one in definitions for aim in one.aims}
    reader = Reader.for_anybody()
    found = [
        {
            "key": key,
            "says": reader.text(says),
            "aims": [
                {"key": aim, "says": reader.text(wish.says)}
                for aim, wish in AIMS.items()
                if wish.group == key and aim in known
            ],
        }
        for key, says in GROUPS.items()
    ]
    return [group for group in found if group["aims"]]


def favorites(person: UUID, has_couple: bool) -> list[Line]:
    """Return what this person keeps at hand, the latest first."""
    known = {one.slug: one for one in catalog.startable()}
    return lines([known[slug] for slug in kept.of(person) if slug in known], has_couple)


def lines(definitions: Iterable[Definition], has_couple: bool) -> list[Line]:
    return [line(one, has_couple) for one in definitions]


def line(definition: Definition, has_couple: bool) -> Line:
    """Return the line of an exercise. Those for one lead to the private pages, by their neutral addresses."""
    reader = Reader.for_anybody()
    title, purpose = reader.text(Written(definition.title)), reader.text(Written(definition.purpose))
    if not isinstance(definition, CoupleDefinition):
        path, says = own_page(definition), purpose.partition(". ")[0].removesuffix(".") + "."
        return Line(definition.slug, title, says, definition.minutes, way="", is_for_one=True, path=path)
    return Line(
        definition.slug,
        title,
        says=reader.text(Written(definition.summary)) if definition.summary else purpose,
        minutes=definition.minutes,
        way=definition.way,
        is_for_one=False,
        path=reverse("exercise" if has_couple else "preview", args=[definition.slug]),
        is_there=has_couple,
    )


def _title(looked_for: Wanted) -> str:
    """Return what was chosen, as somebody would say it; an empty string for a search."""
    reader = Reader.for_anybody()
    if looked_for.aim:
        return reader.text(AIMS[looked_for.aim].says)  # type: ignore[index]
    return reader.text(GROUPS[looked_for.group]) if looked_for.group else ""  # type: ignore[index]
