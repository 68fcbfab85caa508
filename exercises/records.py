"""Appending to a stream: one insert, guarded by the unique (stream, sequence). Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from couples import keys
from exercises import event_codec, streams
from exercises.access import Seat
from exercises.core.pair import Partner, Viewer
from exercises.models import RecordedEvent


def append(
    seat: Seat,
    command_id: UUID,
    body: bytes,
    events: Sequence[Any],
    at: datetime,
    seen_by: Sequence[Viewer] = tuple(Partner),
) -> None:
    """Add a record after the seat's head. Raises IntegrityError for whoever lost the race; needs a transaction."""
    sequence = seat.head + 1
    RecordedEvent.objects.create(
        stream_id=seat.stream,
        sequence=sequence,
        person_id=seat.me.id,
        command_id=command_id,
        body_mac=keys.mac("command", body),
        at=at,
        seen_by="".join(sorted(viewer.value for viewer in seen_by)),
        events=event_codec.encode(events, seat.stream, sequence, streams.key_of(seat)),
    )
