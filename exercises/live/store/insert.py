"""Write new records of one or several streams in one insert, guarded by the unique (stream, sequence)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections, router

from couples.keys import data_keys
from exercises.core.pair import Partner, Viewer
from exercises.live.access import PartnerAccess
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import event_codec, streams

_FIELDS: Final[list[Any]] = [
    RecordedEvent._meta.get_field(name)
    for name in ("stream", "sequence", "person", "command_id", "body_mac", "at", "seen_by", "events")
]
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

    granted: PartnerAccess
    command_id: UUID
    body: bytes
    events: Sequence[Any]
    at: datetime
    seen_by: Sequence[Viewer] = tuple(Partner)


def several(records: Iterable[NewRecord]) -> dict[UUID, bool]:
    """Add each record after the head of its stream, no two of one stream, in two statements; needs a transaction.

    Returns for each stream whether all content was stored, as `append`. It leaves out streams to which another record
    was added first, or this command before: nothing of these is written.
    """
    in_order = sorted(records, key=lambda new: new.granted.stream)  # two processes never wait for each other
    stored = {new.granted.stream: _stored(new) for new in in_order}
    rows = [_row(new, stored[new.granted.stream]) for new in in_order]
    connection = connections[router.db_for_write(RecordedEvent)]
    params = [
        field.get_db_prep_save(value, connection)
        for row in rows
        for field, value in zip(_FIELDS, row, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{_INSERT} {_times(_VALUES, rows)} {_UNLESS_THERE}", params)
        added = {pk: _uuid(stream) for pk, stream in cursor.fetchall()}
        if added:
            cursor.execute(f"{_SET_HEADS} ({_times('%s', added)})", list(added))
    written = set(added.values())
    return {
        new.granted.stream: event_codec.holds_all(new.events, stored[new.granted.stream])
        for new in in_order
        if new.granted.stream in written
    }


def _stored(new: NewRecord) -> list[dict[str, Any]]:
    granted = new.granted
    return event_codec.encode(new.events, granted.stream, granted.head + 1, streams.key_of(granted))


def _row(new: NewRecord, stored: Any) -> tuple[Any, ...]:
    """Return the values of _FIELDS."""
    granted, seen_by = new.granted, "".join(sorted(viewer.value for viewer in new.seen_by))
    mac = data_keys.mac("command", new.body)
    return granted.stream, granted.head + 1, granted.me.id, new.command_id, mac, new.at, seen_by, stored


def _times(placeholder: str, of: Sized) -> str:
    return ", ".join([placeholder] * len(of))


def _uuid(stored: Any) -> UUID:
    return stored if isinstance(stored, UUID) else UUID(stored)
