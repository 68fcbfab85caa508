"""Here or not here: a lease in the database, renewed while a room is open on a screen. Nothing finer is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from exercises.access import Seat
from exercises.models import Lease

LASTS: Final = timedelta(seconds=25)
LASTS_WITHOUT_SCRIPT: Final = timedelta(seconds=120)


def arrive(seat: Seat, lasts: timedelta = LASTS) -> bool:
    """This person has the room open. True where that is news for the other."""
    now = timezone.now()
    lease, made = Lease.objects.get_or_create(
        stream_id=seat.stream, person_id=seat.me.id, defaults={"until": now + lasts}
    )
    news = made or lease.until <= now
    if not made and lease.until < now + lasts:
        Lease.objects.filter(pk=lease.pk).update(until=now + lasts)
    return news


def renew(rooms: Collection[tuple[UUID, UUID]]) -> None:
    """These (stream, person) are still here; one statement for all of them. Nobody is ever marked as gone."""
    streams, persons = {stream for stream, _person in rooms}, {person for _stream, person in rooms}
    if not streams:
        return
    wanted = set(rooms)
    now = timezone.now()
    held = Lease.objects.filter(stream__in=streams, person__in=persons).values_list("pk", "stream", "person")
    mine = [pk for pk, stream, person in held if (stream, person) in wanted]
    Lease.objects.filter(pk__in=mine, until__lt=now + LASTS).update(until=now + LASTS)


def word(seat: Seat, both_entered: bool) -> str | None:
    """here or not_here, of the other; None while not both have entered the room."""
    if not both_entered:
        return None
    return "here" if seat.partner_here else "not_here"
