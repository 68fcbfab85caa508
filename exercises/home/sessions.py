"""The couple's sessions, as one partner's home page and list of sessions show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from couples.pairing.models import Couple
from exercises.live.models import Stream
from exercises.live.own_part import NO_PART, OwnPart, own_parts
from exercises.live.store import versions
from exercises.translate import in_language

ASIDE, APART = Stream.Status.ASIDE, Stream.Status.APART
MAX_SHOWN: Final = 40
"""Of the sessions that are not over, how many the home page shows at most."""


@dataclass(frozen=True)
class Line:
    """A session in one line. `entered`: whether this partner has joined it; `own_part`: whether there is something for
    them to do in it now, by their own offers alone. Both where that is asked."""

    title: str
    slug: str
    path: str
    date: datetime
    status: str
    completed: bool
    entered: bool = False
    own_part: bool = False


@dataclass(frozen=True)
class Unfinished:
    """The couple's sessions that are not over: the one in the room, those set aside, and those that stand apart."""

    room: Line | None
    aside: list[Line]
    apart: list[Line]


def of_couple(couple: Couple) -> QuerySet[Stream]:
    """Return the couple's sessions, the latest first."""
    sessions = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION)
    return sessions.order_by("-started_at", "pk")


def open_apart(couple: Couple) -> set[str]:
    """Return the slugs of what the two do apart just now."""
    found = of_couple(couple).filter(status=Stream.Status.APART)
    return {str(slug) for slug in found.values_list("definition__slug", flat=True)}


def unfinished(couple: Couple, user: UUID) -> Unfinished:
    """Return the sessions that are not over, with whether this partner has joined them, and has a part to do."""
    found = list(of_couple(couple).exclude(status=Stream.Status.OVER)[:MAX_SHOWN])
    lines = lines_of(found, own_parts(found, user))
    room = next((one for one in lines if one.status == Stream.Status.ROOM), None)
    aside, apart = ([one for one in lines if one.status == each] for each in (ASIDE, APART))
    return Unfinished(room, aside, sorted(apart, key=lambda one: not one.own_part))


def lines_of(found: Iterable[Stream], own: Mapping[UUID, OwnPart] | None = None) -> list[Line]:
    """Return a line for each of these sessions, without those whose exercise was not stored by an act here."""
    own = own or {}
    return [_line(one, own.get(one.pk, NO_PART)) for one in found if versions.holds(one.definition_id or "")]


def _line(stream: Stream, own: OwnPart) -> Line:
    body = versions.body_of(stream.definition_id or "")
    return Line(
        title=in_language(body["title"]),
        slug=body["slug"],
        path=reverse("session", args=[stream.pk]),
        date=stream.started_at,
        status=stream.status,
        completed=stream.played_through,
        entered=own.entered,
        own_part=own.to_do,
    )
