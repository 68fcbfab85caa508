"""A running digest of a stream: over what the stream is, and what each of its records says. Each record has its MAC.

Whoever can write to the main database alone has no key for the MAC. So they can't add, change, reorder, leave out or
move a record, nor give a stream to others. The digest needs no key: it stays the same when the master keys rotate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

from couples.facts import macs
from couples.keys import data_keys
from exercises.live.access import StreamAccess
from exercises.live.models import Stream

RECORD: Final = "record"


class Record(NamedTuple):
    """A record as it is stored."""

    sequence: int
    person: UUID | None
    command_id: UUID
    at: datetime
    seen_by: str
    events: Sequence[Any]
    mac: bytes = b""


class WhatItIs(NamedTuple):
    """What a stream is, from its first record on: which exercise, and whose."""

    stream: UUID
    kind: str
    couple: UUID
    person_a: UUID
    person_b: UUID
    definition: str | None
    started_at: datetime

    @property
    def digest(self) -> bytes:
        """The digest before the first record."""
        return sha256(macs.written(self)).digest()


def what_is_granted(granted: StreamAccess) -> WhatItIs:
    a, b = granted.people.a.id, granted.people.b.id
    of = (granted.kind, granted.couple, a, b, granted.definition, granted.started_at)
    return WhatItIs(granted.stream, *of)


def what_it_is(stream: Stream) -> WhatItIs:
    of = (stream.couple_id, stream.person_a, stream.person_b, stream.definition_id, stream.started_at)
    return WhatItIs(stream.pk, stream.kind, *of)


def after(digest: bytes, record: Record) -> bytes:
    """Return the digest after this record."""
    says = (*record[:5], *map(_says, record.events))
    return sha256(digest + macs.written(says)).digest()


def digests(what: WhatItIs, records: Iterable[Record]) -> list[bytes]:
    """Return the digest before the first record and after each one."""
    found = [what.digest]
    for record in records:
        found.append(after(found[-1], record))
    return found


def verified(before: bytes, first: int, records: Iterable[Record]) -> list[bytes]:
    """Return the digest before and after each of these records, as far as they were written here and none is missing.

    `first`: the sequence of the first one.
    """
    found = [before]
    for number, record in enumerate(records, first):
        digest = after(found[-1], record)
        if record.sequence != number or not _holds(record, digest):
            break
        found.append(digest)
    return found


def mac_of(digest: bytes) -> bytes:
    """Return the MAC that a record has after which this is the digest."""
    return data_keys.mac(RECORD, digest)


def mac_of_command(stream: UUID, person: UUID, command_id: UUID, body: bytes) -> bytes:
    """Return what is stored of a command that was carried out: it tells nothing about any other command."""
    return data_keys.mac("command", _sent(stream, person, command_id) + body)


def is_of_command(mac: bytes, stream: UUID, person: UUID, command_id: UUID, body: bytes) -> bool:
    return data_keys.is_mac(mac, "command", _sent(stream, person, command_id) + body)


def take_out(event: dict[str, Any]) -> bool:
    """Remove the sealed words of a stored event for good. What it says stays known. Returns whether it had any."""
    sealed = event.pop("sealed", None)
    if sealed is not None:
        event["was"] = _was(sealed)
    return sealed is not None


def _sent(stream: UUID, person: UUID, command_id: UUID) -> bytes:
    """Return what stands before a command. The ids are of one length each, so no two commands are written alike."""
    return stream.bytes + person.bytes + command_id.bytes


def _holds(record: Record, digest: bytes) -> bool:
    return bool(record.mac) and data_keys.is_mac(record.mac, RECORD, digest)


def _says(event: Any) -> Any:
    """Return what a stored event says. Its sealed words are part of it, also when they have been removed."""
    if not isinstance(event, dict):
        return event  # not ours
    sealed = event.get("sealed")
    was = event["was"] if "was" in event else sealed and _was(str(sealed))
    return event.get("name"), event.get("data"), was


def _was(sealed: str) -> str:
    return sha256(sealed.encode()).hexdigest()
