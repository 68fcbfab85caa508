"""Gives sessions a past: pauses that ended, in records as the commands write them, but many at a time."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

BATCH = 5000


def lengthen(sessions: Iterable[UUID], length: int) -> None:
    """Append to each session until it has at least so many records: one of the two pauses, the other resumes.

    The state stays as it was. Sessions that are as long already stay as they are.
    """
    from exercises.live.models import RecordedEvent, Stream
    from exercises.live.store import signing

    batch: list[Any] = []
    longer: list[UUID] = []
    for stream in Stream.objects.filter(pk__in=list(sessions), head__lt=length):
        batch += _records(stream, length)
        heads = dict.fromkeys(("head", "head_a", "head_b", "head_o"), batch[-1].sequence)
        Stream.objects.filter(pk=stream.pk).update(**heads)
        longer.append(stream.pk)
        if len(batch) >= BATCH:
            RecordedEvent.objects.bulk_create(batch)
            batch = []
    RecordedEvent.objects.bulk_create(batch)
    for pk in longer:
        signing.sign_anew(pk)


def _records(stream: Any, length: int) -> Iterator[Any]:
    from django.utils import timezone

    from exercises.live.models import RecordedEvent
    from exercises.live.store import event_codec, record_macs

    at = timezone.now()
    first = stream.head + 1
    for sequence in range(first, length + 1 + (length - stream.head) % 2):
        person, event = _pause(stream, at) if (sequence - first) % 2 == 0 else _resumption(stream)
        command = uuid4()
        yield RecordedEvent(
            stream=stream,
            sequence=sequence,
            person_id=person,
            command_id=command,
            body_mac=record_macs.mac_of_command(stream.pk, person, command, b""),
            at=at,
            seen_by="abo",
            events=event_codec.encode([event], stream.pk, sequence, lambda _partner: None),
        )


def _pause(stream: Any, at: datetime) -> tuple[UUID, Any]:
    from exercises.core.events import Paused
    from exercises.core.pair import Partner

    return stream.person_a, Paused(Partner.A, at)


def _resumption(stream: Any) -> tuple[UUID, Any]:
    from exercises.core.events import Resumed
    from exercises.core.pair import Partner

    return stream.person_b, Resumed(Partner.B)
