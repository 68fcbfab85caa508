"""The couple's sessions, as one partner's home page and list of sessions show them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from couples.pairing.models import Couple
from exercises.live.access import Caller
from exercises.live.models import Stream
from exercises.live.store import several, versions
from exercises.translate import in_language

MAX_SHOWN: Final = 40
"""Of the sessions that are not over, how many the home page shows at most."""


@dataclass(frozen=True)
class Line:
    """A session in one line. `entered`: whether this partner has joined it, where that is asked."""

    title: str
    path: str
    date: datetime
    status: str
    completed: bool
    entered: bool = False


def of_couple(couple: Couple) -> QuerySet[Stream]:
    """Return the couple's sessions, the latest first."""
    sessions = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION)
    return sessions.order_by("-started_at", "pk")


def unfinished(couple: Couple, user: UUID) -> tuple[Line | None, list[Line]]:
    """Return the session that is open, and those that are set aside, with whether this partner has joined them."""
    found = list(of_couple(couple).exclude(status=Stream.Status.OVER)[:MAX_SHOWN])
    joined = _joined(found, user)
    lines = lines_of(found, joined)
    room = next((one for one in lines if one.status == Stream.Status.ROOM), None)
    return room, [one for one in lines if one.status == Stream.Status.ASIDE]


def lines_of(found: Iterable[Stream], joined: Container[UUID] = ()) -> list[Line]:
    """Return a line for each of these sessions, without those whose exercise was not stored by an act here."""
    return [_line(one, one.pk in joined) for one in found if versions.holds(one.definition_id or "")]


def _line(stream: Stream, entered: bool) -> Line:
    return Line(
        title=in_language(versions.body_of(stream.definition_id or "")["title"]),
        path=reverse("session", args=[stream.pk]),
        date=stream.started_at,
        status=stream.status,
        completed=stream.played_through,
        entered=entered,
    )


def _joined(streams: Iterable[Stream], user: UUID) -> set[UUID]:
    """Return which of these sessions this partner has joined. Those that do not hold count as not joined."""
    granted = several.of_partner([stream.pk for stream in streams], Caller(user))
    states = several.states(granted.values())
    return {pk for pk, state in states.items() if state.entered.of(granted[pk].partner)}
