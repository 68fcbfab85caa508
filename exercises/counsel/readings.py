"""What a counselor reads of a couple whose two partners allow it: finished sessions, check-ins, agreements.

Only `core.revealed` decides what leaves a session. Whether she may ask at all, the pages find out first.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from django.utils import timezone

from couples.models import Couple, Membership, Scope
from exercises import access, streams
from exercises.access import Caller, Seat
from exercises.agreements import letter, store
from exercises.core.pair import Observer
from exercises.core.revealed import StepRevealed, agreed, revealed
from exercises.models import Stream
from exercises.wording import Reader, in_language

MOST: Final = 20
"""So many finished sessions stand on one page."""


def read(couple: Couple, scope: Scope) -> list[dict[str, Any]] | list[letter.Letter]:
    """What this scope opens, the newest first."""
    if scope is Scope.AGREEMENTS:
        return _agreements(couple)
    return _sessions(couple, scope)


def _sessions(couple: Couple, scope: Scope) -> list[dict[str, Any]]:
    over = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION, place=Stream.Place.OVER)
    found = []
    for stream in over.order_by("-started_at")[:MOST]:
        seat = _seat(stream, couple)
        steps = revealed(streams.state_at(seat)) if seat else ()
        if seat and (shown := shown_steps(steps, _reader(seat), scope)):
            title = in_language(stream.definition.body["title"]) if stream.definition else ""
            found.append({"title": title, "begun": stream.started_at, "steps": shown})
    return found


def shown_steps(steps: tuple[StepRevealed, ...], reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """The steps of one scope, in words for somebody who is neither of the two."""
    return [_step(step, reader) for step in steps if step.scope == scope]


def _step(step: StepRevealed, reader: Reader) -> dict[str, Any]:
    return {
        "title": in_language(step.title),
        "template": f"steps/{step.kind}/counselor.html",
        "shown": reader.shown(step.told),
    }


def _agreements(couple: Couple) -> list[letter.Letter]:
    stream = store.of_couple(couple.pk)
    seat = _seat(stream, couple) if stream else None
    if seat is None:
        return []
    entries = agreed(streams.state_at(seat), timezone.localtime())
    return [letter.of_agreed(entry, _reader(seat)) for entry in entries]


def _reader(seat: Seat) -> Reader:
    return Reader(Observer(), seat.names)


def _seat(stream: Stream, couple: Couple) -> Seat | None:
    """A place from which the stream can be replayed; which of the two it is makes no difference to what is read."""
    people = Membership.objects.filter(couple=couple, left_at__isnull=True).order_by("voice")
    for person in people.values_list("user_id", flat=True):
        with suppress(access.Shut):
            return access.seat(stream.pk, Caller(person))
    return None
