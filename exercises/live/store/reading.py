"""Read records of streams, verified: the only way to what they say."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections, router

from couples.facts import holding
from couples.keys import data_keys
from exercises.core.counselor_events import CounselorLeft
from exercises.core.events import MovedOn, WordsTakenBack
from exercises.core.pair import Author, Partner
from exercises.live.access import NO_SUCH, AccessDenied, StreamAccess
from exercises.live.models import RecordedEvent
from exercises.live.store import event_codec, record_macs, taken_back
from exercises.live.store.event_codec import KeyOf
from exercises.live.store.record_macs import Record

_RECORDS: Final = (
    "SELECT stream_id, sequence, person_id, command_id, at, seen_by, events, mac"
    f" FROM {RecordedEvent._meta.db_table}"
)
_SPAN: Final = "(stream_id = %s AND sequence > %s AND sequence <= %s)"
_EVER: Final = 2**31 - 1
"""Above the number of any record."""
_LEFT: Final = event_codec.NAMES[MovedOn]
_TAKEN_BACK: Final = event_codec.NAMES[WordsTakenBack]


class DoesNotHold(AccessDenied, holding.DoesNotHold):
    """The records of a stream were not all written here, or some are missing. Nothing of it is shown or changed."""

    def __init__(self) -> None:
        super().__init__(NO_SUCH)


@dataclass(frozen=True)
class Since:
    """From where on a stream is read: after this record. `digest`: the one after it."""

    granted: StreamAccess
    sequence: int
    digest: bytes


@dataclass(frozen=True)
class News:
    """What a stream says since then, up to the head of the access, and the digest there."""

    events: list[Any]
    digest: bytes

    @property
    def may_remove_words(self) -> bool:
        """Whether words of what was read before may be gone since: taken back, or with a counselor's key."""
        return any(isinstance(event, WordsTakenBack | CounselorLeft) for event in self.events)


def since_the_first(granted: StreamAccess) -> Since:
    return Since(granted, 0, record_macs.what_is_granted(granted).digest)


def news(wanted: Collection[Since]) -> dict[UUID, News]:
    """Return what each of these streams says since then, without those whose records do not hold."""
    spans = {one.granted.stream: (one.sequence, one.granted.head) for one in wanted}
    records = records_of(spans)
    digests = {one.granted.stream: _digests(one, records[one.granted.stream]) for one in wanted}
    whole = {one.granted.stream: digests[one.granted.stream] for one in wanted if one.sequence == 0}
    cut = _cut_short(wanted, {stream: found for stream, found in whole.items() if found})
    holding = [one for one in wanted if digests[one.granted.stream] and one.granted.stream not in cut]
    owners: dict[UUID, int | None] = dict.fromkeys(
        _counselors(records[one.granted.stream] for one in holding)
    )
    owners |= {who.id: who.epoch for one in holding for who in one.granted.people}
    keys = data_keys.data_keys(owners)
    found = {}
    for one in holding:
        stream, key_of = one.granted.stream, _key_of(one.granted, keys)
        events = _decoded(stream, records[stream], key_of)
        found[stream] = News(events, digests[stream][-1])
    return found


def records_of(spans: Mapping[UUID, tuple[int, int]]) -> dict[UUID, list[Record]]:
    """Return each stream's records after the first number and up to the second, in order, as they are stored."""
    found: dict[UUID, list[Record]] = {stream: [] for stream in spans}
    if not spans:
        return found
    connection = connections[router.db_for_read(RecordedEvent)]
    key_of = RecordedEvent._meta.get_field("stream").get_db_prep_value
    stored = {key_of(stream, connection): stream for stream in spans}
    with connection.cursor() as cursor:
        params = [value for key, stream in stored.items() for value in (key, *spans[stream])]
        cursor.execute(f"{_RECORDS} WHERE {' OR '.join([_SPAN] * len(spans))} ORDER BY sequence", params)
        for key, *row in cursor.fetchall():
            found[stored[key]].append(_record(connection.ops, *row))
    return found


def _record(
    ops: Any, sequence: int, person: Any, command_id: Any, at: Any, seen_by: Any, events: Any, mac: Any
) -> Record:
    """Return a row as a record: SQLite has neither ids nor time zones. One that nobody here has written has no MAC."""
    try:
        when = at if at.tzinfo else at.replace(tzinfo=UTC)
        says = json.loads(events)
        seen_by.encode()
        own = bytes(mac)
    except (AttributeError, TypeError, ValueError):
        return Record(sequence, None, UUID(int=0), datetime.fromtimestamp(0, UTC), "", [])
    all_of_it = says if isinstance(says, list) else [says]
    return Record(sequence, _id(ops, person), _id(ops, command_id), when, seen_by, all_of_it, own)


def _id(ops: Any, stored: Any) -> Any:
    return ops.convert_uuidfield_value(stored, None, None) if isinstance(stored, str) else stored


def _digests(since: Since, records: list[Record]) -> list[bytes]:
    """Return the digest there and after each of these records. None at all unless they hold and reach the head."""
    found = record_macs.verified(since.digest, since.sequence + 1, records)
    return found if since.sequence + len(found) - 1 == since.granted.head > 0 else []


def _cut_short(wanted: Collection[Since], digests: Mapping[UUID, list[bytes]]) -> set[UUID]:
    """Return those that don't go as far as they must, also with what came after their head was read."""
    cut = taken_back.cut_short(digests)
    if not cut:
        return cut
    since = {one.granted.stream: one for one in wanted if one.granted.stream in cut}
    there = records_of(dict.fromkeys(since, (0, _EVER)))
    now = {stream: record_macs.verified(since[stream].digest, 1, there[stream]) for stream in since}
    return taken_back.cut_short(now)


def _decoded(stream: UUID, records: list[Record], key_of: KeyOf) -> list[Any]:
    """Return the events of these records, without words that they say were taken back, whatever is stored."""
    taken, found, left = set(_taken_back(records)), [], 0
    for record in records:
        kept = []
        for event in record.events:
            is_gone = (event["data"].get("by"), left) in taken or "was" in event
            kept.append({"name": event["name"], "data": event["data"]} if is_gone else event)
            left += event["name"] == _LEFT
        found += event_codec.decode(kept, stream, record.sequence, key_of)
    return found


def _taken_back(records: Iterable[Record]) -> Iterator[tuple[str, int]]:
    """Yield whose words were taken back, and which step number of those left they were from."""
    for event in (event for record in records for event in record.events):
        if event["name"] == _TAKEN_BACK:
            yield event["data"]["by"], event["data"]["past"]


def _counselors(several: Iterable[list[Record]]) -> Iterator[UUID]:
    """Yield the counselors whose words are sealed in these records."""
    letters = {partner.value for partner in Partner}
    for event in (event for records in several for record in records for event in record.events):
        if "sealed" in event and (by := event["data"].get("by")) not in letters:
            yield UUID(by)


def _key_of(granted: StreamAccess, keys: Mapping[UUID, bytes]) -> KeyOf:
    def find(author: Author) -> bytes | None:
        return keys.get(granted.people.of(author).id if isinstance(author, Partner) else UUID(author.id))

    return find
