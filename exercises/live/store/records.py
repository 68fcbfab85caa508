"""Append records to a stream: one insert, guarded by the unique (stream, sequence).

Records never change, except that an author's sealed words are removed when they take them back or erase themselves.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from datetime import datetime
from time import sleep
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from couples.compiled_query import CompiledQuery
from exercises.core.events import MovedOn
from exercises.core.pair import Author, Partner, Viewer, written
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live.access import StreamAccess
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import event_codec, insert, reading, record_macs, taken_back
from exercises.live.store.insert import NewRecord, Written
from exercises.live.store.record_macs import Record

T = TypeVar("T")
MOST_ATTEMPTS: Final = 25
_LEFT: Final = event_codec.NAMES[MovedOn]


def with_retries(write: Callable[[], T]) -> T:
    """Return the result of `write`, called in a transaction and again after each IntegrityError.

    Raises Refused after MOST_ATTEMPTS.
    """
    for attempt in range(MOST_ATTEMPTS):
        try:
            with transaction.atomic():
                return write()
        except IntegrityError:
            sleep(random.uniform(0, 0.005) * attempt)  # nosec B311 # so that the losers do not collide again
    raise Refused("try_again", _("There is a lot going on right now. Please try again."))


def happened_before(granted: StreamAccess, command_id: UUID, body: bytes) -> bool:
    """Return whether this person's command with this id is recorded. Raises Refused if its content was different.

    That is not known any more of one with words that were taken back, or from before the MAC was of that command alone.
    """
    past = _PAST.rows(stream=granted.stream, person=granted.who, command_id=command_id)
    if not past:
        return False
    mac = bytes(past[0]["body_mac"])
    if mac and not record_macs.is_of_command(mac, granted.stream, granted.who, command_id, body):
        raise Refused("repeated", _("This was already sent with different content. Please send it again."))
    return True


def _records_of(stream: UUID, person: UUID, command_id: UUID) -> Any:
    past = RecordedEvent.objects.filter(stream=stream, person=person, command_id=command_id)
    return past.values("body_mac")


_PAST: Final = CompiledQuery(_records_of, stream=UUID, person=UUID, command_id=UUID)


def append(new: NewRecord, **changed: Any) -> Written:
    """Add a record after the head. Raises IntegrityError if another was first; needs a transaction.

    `changed`: fields of the stream that change with it. Returns what was written: not all content where the key is
    destroyed or the content itself is GONE. Raises DoesNotHold if the stream does not.
    """
    written = insert.several([new])
    if not written:
        raise IntegrityError("another record was first")
    stream = new.granted.stream
    if changed:
        Stream.objects.filter(pk=stream).update(**changed)
    return written[stream]


def append_for_nobody(
    stream: UUID,
    event: Any,
    at: datetime,
    seen_by: Collection[Viewer] = tuple(Partner),
    head: int | None = None,
) -> int:
    """Add a record without content or person. Returns its sequence; raises IntegrityError like `append`.

    `head`: after which record, where that matters. Nobody is kept from leaving because a stream does not hold. It does
    not hold afterwards, either.
    """
    row = Stream.objects.get(pk=stream)
    if head not in (None, row.head):
        raise IntegrityError("another record was first")
    sequence, letters = row.head + 1, "".join(sorted(viewer.value for viewer in seen_by))
    events = event_codec.encode([event], stream, sequence, lambda _partner: None)
    record = Record(sequence, None, uuid4(), at, letters, events)
    there = reading.records_of({stream: (0, row.head)})[stream]
    digest = record_macs.digests(record_macs.what_it_is(row), [*there, record])[-1]
    signed = record._replace(mac=record_macs.mac_of(digest))
    RecordedEvent.objects.create(stream_id=stream, body_mac=b"", **signed._asdict())
    heads = {f"head_{letter}": sequence for letter in letters}
    Stream.objects.filter(pk=stream).update(head=sequence, **heads)
    taken_back.note(stream, sequence, digest, [event])
    return sequence


def take_all_words_out(stream: UUID, author: Author) -> None:
    """Remove all words of this author, whose key is destroyed, also from the memory of other processes."""
    take_words_out(stream, author)
    row = Stream.objects.get(pk=stream)
    there = reading.records_of({stream: (0, row.head)})[stream]
    digest = record_macs.digests(record_macs.what_it_is(row), there)[-1]
    taken_back.note_erasure(stream, len(there), digest)


def take_words_out(stream: UUID, author: Author, past: int | None = None) -> None:
    """Remove this author's sealed words for good: from the past step number `past`, or from all steps."""
    left = 0
    for row in RecordedEvent.objects.filter(stream=stream).order_by("sequence"):
        emptied = False
        for event in row.events:
            mine = event["data"].get("by") == written(author) and past in (None, left)
            emptied = (mine and record_macs.take_out(event)) or emptied
            left += event["name"] == _LEFT
        if emptied:
            row.body_mac = b""  # with it one could test whether some words were the removed ones
            row.save(update_fields=["events", "body_mac"])
