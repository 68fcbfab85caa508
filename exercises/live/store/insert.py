"""Write new records of one or several streams in one insert, guarded by the unique (stream, sequence)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections, router

from exercises.core.pair import Partner, Viewer
from exercises.live.access import StreamAccess
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import event_codec, record_macs, streams, taken_back
from exercises.live.store.record_macs import Record

_FIELDS: Final[list[Any]] = [
    RecordedEvent._meta.get_field(name)
    for name in ("stream", "sequence", "person", "command_id", "body_mac", "at", "seen_by", "events", "mac")
]
_NATIVE: Final = frozenset({UUID, int, datetime, bytes, str})
"""What psycopg takes as it is: fields would look at each value for some 2 µs, and leave it so."""
_VALUES: Final = f"({', '.join(['%s'] * len(_FIELDS))})"
_INSERT: Final = (
    f"INSERT INTO {RecordedEvent._meta.db_table} ({', '.join(field.column for field in _FIELDS)}) VALUES"
)
_UNLESS_THERE: Final = "ON CONFLICT DO NOTHING RETURNING id, stream_id"
_SET_HEADS: Final = (
    f"UPDATE {Stream._meta.db_table} AS s SET head = r.sequence, "
    + ", ".join(
        f"head_{viewer} = CASE WHEN r.seen_by LIKE '%%{viewer}%%' THEN r.sequence ELSE s.head_{viewer} END"
        for viewer in "abo"
    )
    + f" FROM {RecordedEvent._meta.db_table} AS r WHERE r.stream_id = s.id AND r.id IN"
)


@dataclass(frozen=True)
class NewRecord:
    """A record to be added after the head. `seen_by`: the viewers whose view it changes."""

    granted: StreamAccess
    command_id: UUID
    body: bytes
    events: Sequence[Any]
    at: datetime
    seen_by: Sequence[Viewer] = tuple(Partner)


@dataclass(frozen=True)
class Written:
    """A record that was added. `is_whole`: all its content was stored. `digest`: that of the stream after it."""

    is_whole: bool
    digest: bytes


@dataclass(frozen=True)
class _Row:
    new: NewRecord
    record: Record
    digest: bytes

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of _FIELDS."""
        sequence, person, command_id, at, seen_by, events, mac = self.record
        stream = self.new.granted.stream
        body_mac = record_macs.mac_of_command(stream, self.new.granted.who, command_id, self.new.body)
        return stream, sequence, person, command_id, body_mac, at, seen_by, events, mac

    @property
    def written(self) -> Written:
        return Written(event_codec.holds_all(self.new.events, self.record.events), self.digest)


def several(records: Iterable[NewRecord]) -> dict[UUID, Written]:
    """Add each record after the head of its stream, no two of one stream, in two statements; needs a transaction.

    Returns what was written, by stream. It leaves out streams to which another record was added first, or this command
    before: nothing of these is written. What takes something back must not be cut off any more. Raises DoesNotHold.
    """
    in_order = sorted(records, key=lambda new: new.granted.stream)  # two processes never wait for each other
    rows = {new.granted.stream: row for new in in_order if (row := _row(new))}
    if not rows:
        return {}
    connection = connections[router.db_for_write(RecordedEvent)]
    native = _NATIVE if connection.vendor == "postgresql" else frozenset()
    params = [
        value if type(value) in native else field.get_db_prep_save(value, connection)
        for row in rows.values()
        for field, value in zip(_FIELDS, row.values, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{_INSERT} {_times(_VALUES, rows)} {_UNLESS_THERE}", params)
        added = {pk: _uuid(stream) for pk, stream in cursor.fetchall()}
        if added:
            cursor.execute(f"{_SET_HEADS} ({_times('%s', added)})", list(added))
    written = {stream: row for stream, row in rows.items() if stream in added.values()}
    for stream, row in written.items():
        taken_back.note(stream, row.record.sequence, row.digest, row.new.events)
    return {stream: row.written for stream, row in written.items()}


def _row(new: NewRecord) -> _Row | None:
    """Return what is to be stored, with its MAC. None if another record was first. Raises DoesNotHold."""
    granted, before = new.granted, streams.digest_at(new.granted)
    if before is None:
        return None
    sequence, seen_by = granted.head + 1, "".join(sorted(viewer.value for viewer in new.seen_by))
    stored = event_codec.encode(new.events, granted.stream, sequence, streams.key_of(granted))
    record = Record(sequence, granted.who, new.command_id, new.at, seen_by, stored)
    digest = record_macs.after(before, record)
    return _Row(new, record._replace(mac=record_macs.mac_of(digest)), digest)


def _times(placeholder: str, of: Sized) -> str:
    return ", ".join([placeholder] * len(of))


def _uuid(stored: Any) -> UUID:
    return stored if isinstance(stored, UUID) else UUID(stored)
