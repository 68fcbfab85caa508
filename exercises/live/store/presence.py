"""Presence: a lease in the database, renewed while a room is open on a screen. No history is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from couples import clock
from couples.among import Among
from couples.counseling import consent, scopes
from exercises.live.access import PartnerAccess, StreamAccess
from exercises.live.models import Lease

LEASE_LIFETIME: Final = timedelta(seconds=25)
RENEW_BEFORE: Final = timedelta(seconds=13)
"""A lease is renewed when less than this is left: every third poll, and early enough to miss one."""
LEASE_LIFETIME_WITHOUT_SCRIPT: Final = timedelta(seconds=120)


@dataclass(frozen=True)
class Visitor:
    """An observer who has been in the room, as the couple sees them. `is_here`: still in the room. `reads`: then also
    what the two open."""

    name: str
    is_here: bool
    reads: bool = False


def arrive(granted: StreamAccess, lasts: timedelta = LEASE_LIFETIME) -> bool:
    """Record that this person has the room open. Returns True if they were not here before."""
    now = clock.now()
    mine = Lease.objects.filter(stream=granted.stream, person=granted.who)
    until = mine.values_list("until", flat=True).first()
    if until is None:
        new = Lease(stream_id=granted.stream, person_id=granted.who, until=now + lasts)
        Lease.objects.bulk_create(
            [new], ignore_conflicts=True
        )  # another tab of theirs may come at the same time
    elif until < now + lasts:
        mine.update(until=now + lasts)
    return until is None or until <= now


def reads_along(granted: StreamAccess, reads: bool) -> None:
    """Record whether this visitor reads what opens, so that they are told of it, and others of no more than steps."""
    Lease.objects.filter(stream=granted.stream, person=granted.who, reads=not reads).update(reads=reads)


def renew(rooms: Collection[tuple[UUID, UUID]], visitors: Collection[UUID] = ()) -> None:
    """Renew the leases of these (stream, person), in one statement. Leases expire; nobody is marked as gone.

    A visitor's lease that has expired or was ended is not renewed: coming again is a new visit.
    """
    wanted = set(rooms)
    now = clock.now()
    due = Lease.objects.filter(
        Among("stream", {stream for stream, _person in rooms}), until__lt=now + RENEW_BEFORE
    )
    still = due.exclude(person__in=visitors, until__lte=now).values_list("pk", "stream", "person")
    mine = [pk for pk, stream, person in still if (stream, person) in wanted]
    if mine:
        Lease.objects.filter(Among("pk", mine)).update(until=now + LEASE_LIFETIME)


def is_here(partner: str, now: datetime) -> Exists:
    """For a query of streams: whether this partner, `person_a` or `person_b`, is in the room."""
    return Exists(Lease.objects.filter(stream=OuterRef("pk"), person=OuterRef(partner), until__gt=now))


def visitors_of(streams: Collection[UUID], now: datetime) -> list[tuple[UUID, UUID]]:
    """Return (stream, person) for each observer who is now in the room of one of these streams."""
    partners = Q(person=F("stream__person_a")) | Q(person=F("stream__person_b"))
    here = Lease.objects.filter(Among("stream", streams), until__gt=now).exclude(partners)
    return list(here.values_list("stream", "person"))


def word(granted: PartnerAccess, both_entered: bool) -> str | None:
    """Return here or not_here for the partner; None until both have entered the room."""
    if not both_entered:
        return None
    return "here" if granted.partner_here else "not_here"


def visitors(granted: PartnerAccess) -> tuple[Visitor, ...]:
    """Return the observers who have been in this room, and whether they are here now."""
    if not granted.visited:
        return ()
    now = clock.now()
    couple = [person.id for person in granted.people]
    leases = Lease.objects.filter(stream=granted.stream).exclude(person__in=couple).order_by("person__name")
    rows = leases.values_list("person", "person__name", "until")
    return tuple(
        Visitor(name, until > now, until > now and _reads(granted, who)) for who, name, until in rows
    )


def _reads(granted: PartnerAccess, visitor: UUID) -> bool:
    return scopes.OPENED_LIVE in (consent.allowed_now(visitor, granted.couple) or ())


def rooms_of(couple: UUID, visitor: UUID) -> list[UUID]:
    """Return the rooms of the couple in which this visitor is."""
    held = Lease.objects.filter(stream__couple=couple, person=visitor, until__gt=clock.now())
    return list(held.values_list("stream", flat=True))


def leave(couple: UUID, visitor: UUID) -> list[UUID]:
    """End this visitor's presence in all rooms of the couple. Returns the rooms they were in."""
    rooms = rooms_of(couple, visitor)
    Lease.objects.filter(stream__in=rooms, person=visitor).update(until=clock.now())
    return rooms
