"""What a paired person finds at home: the open room, sessions set aside, exercises to start, what came before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from couples.models import Couple, User
from exercises import access, catalog, streams
from exercises.access import Caller
from exercises.catalog.about import about
from exercises.models import Stream
from exercises.wording import in_language


def of_couple(couple: Couple, user: User) -> dict[str, Any]:
    """The home page's content, as this member of the couple may see it."""
    sessions = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION).select_related("definition")
    recent = list(sessions.order_by("-started_at")[:40])
    by_place: dict[str, list[dict[str, Any]]] = {"room": [], "aside": [], "over": []}
    for stream in recent:
        by_place[stream.place].append(_line(stream, user.pk))
    return {
        "open_session": next(iter(by_place["room"]), None),
        "set_aside": by_place["aside"],
        "finished": by_place["over"][:12],
        "exercises": [about(each) for each in catalog.couple_definitions() if not each.with_counselor],
    }


def _line(stream: Stream, user_id: UUID) -> dict[str, Any]:
    assert stream.definition is not None
    line = {
        "title": in_language(stream.definition.body["title"]),
        "path": session_path(stream.pk),
        "date": stream.started_at,
    }
    if stream.place != Stream.Place.OVER:
        seat = access.seat(stream.pk, Caller(user_id))
        line["entered"] = streams.state_at(seat).entered.of(seat.partner)
    return line


def session_path(stream: UUID) -> str:
    return reverse("session", args=[stream])
