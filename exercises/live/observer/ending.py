"""What a counselor asks and offers ends in the transaction in which her access ends; with her key, her words.

A record is added to the session that is open, whatever she has done there: an act of hers that was decided before is
then too late, as whoever is the slower of two.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import transaction
from django.db.models import Q, QuerySet

from couples import clock
from couples.counseling import consent, scopes
from couples.counseling.models import Counseling
from exercises.core.counselor_events import CounselorLeft
from exercises.core.pair import Observer, Partner, Viewer
from exercises.core.session import evolve
from exercises.core.view import view_of
from exercises.live import access
from exercises.live.access import AccessDenied, Caller
from exercises.live.models import Stream
from exercises.live.notify import broadcast
from exercises.live.store import records, streams

EVERYBODY: tuple[Viewer, ...] = (*Partner, Observer())


def withdrawn(link: Counseling) -> None:
    """End what she asks of this couple, unless both still allow her to be in the room."""
    if link.couple_id is not None and scopes.LIVE not in consent.shared(link):
        _end_in(Q(couple=link.couple_id), link.counselor_id)


def counselor_ended(person: UUID) -> None:
    """End what she asks of every couple."""
    _end_in(Q(couple__counselings__counselor=person), person)


def words_gone(person: UUID) -> None:
    """Remove what she has said in sessions: her key is destroyed. Other processes forget what they remember of them."""
    for stream in with_acts_of(person).values_list("pk", flat=True):
        left = CounselorLeft(Observer(str(person)), clock.local())
        records.with_retries(partial(records.append_for_nobody, stream, left, left.at, EVERYBODY))
        records.take_all_words_out(stream, left.by)
        transaction.on_commit(partial(streams.memory.forget, stream))
        _tell(stream, EVERYBODY)


def with_acts_of(counselor: UUID) -> QuerySet[Stream]:
    """Query the sessions of others in which this person has done something."""
    theirs = Q(person_a=counselor) | Q(person_b=counselor)
    return Stream.objects.filter(records__person=counselor).exclude(theirs).distinct().order_by("pk")


def _end_in(which: Q, counselor: UUID) -> None:
    rooms = Stream.objects.filter(which, kind=Stream.Kind.SESSION, status=Stream.Status.ROOM)
    for stream in rooms.order_by("pk").values_list("pk", flat=True).distinct():
        left = CounselorLeft(Observer(str(counselor)), clock.local())
        _tell(stream, records.with_retries(partial(_append, stream, left)))


def _append(stream: UUID, left: CounselorLeft) -> Collection[Viewer]:
    """Add the record. Returns whose view it changes: nobody's where she has asked nothing."""
    try:
        head, seen_by = _seen_by(stream, left)
    except AccessDenied:  # it does not hold, which keeps nobody from withdrawing a consent
        head, seen_by = None, EVERYBODY
    records.append_for_nobody(stream, left, left.at, seen_by, head)
    return seen_by


def _seen_by(stream: UUID, left: CounselorLeft) -> tuple[int | None, Collection[Viewer]]:
    either = Stream.objects.values_list("person_a", flat=True).get(pk=stream)
    granted = access.of_author(stream, Caller(either))
    before: Any = streams.state_at(granted)
    after = evolve(before, left)
    differ = [one for one in EVERYBODY if view_of(before, one, left.at) != view_of(after, one, left.at)]
    return granted.head, differ


def _tell(stream: UUID, viewers: Collection[Viewer]) -> None:
    told = [(stream, viewer) for viewer in viewers]
    transaction.on_commit(partial(async_to_sync(broadcast.announce), told))
