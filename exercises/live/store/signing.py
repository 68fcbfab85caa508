"""Signing records as they are stored now, and naming those that do not hold: for operators, and after a migration."""

from __future__ import annotations

from collections.abc import Iterator
from hmac import compare_digest
from typing import Any, Final
from uuid import UUID

from django.db import DataError, transaction
from django.db.models import QuerySet

from couples.among import Among
from couples.facts.signing import has_columns
from couples.keys import latest
from couples.keys.models import Latest
from couples.keys.router import KEYS
from couples.security_log import Kind, note
from exercises.core.events import TakesBack
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import event_codec, reading, record_macs, taken_back
from exercises.live.store.record_macs import Record

BATCH_SIZE: Final = 200
SIGNED: Final = "records signed"
FORMAT: Final = UUID(int=1)
"""Under this purpose and subject, `keys` stores that what was there before records had MACs has been signed.

Whoever changes what a digest is made of has to verify with the one before: records are signed as they are only once.
"""
_TAKING_BACK: Final = {name for event, name in event_codec.NAMES.items() if issubclass(event, TakesBack)}


def sign_everything() -> int:
    """Sign all records as they are, whether or not they held. Returns how many sessions and ledgers there are.

    One whose id is written in another way is found by nobody, here and elsewhere.
    """
    every = set(_every()) - set(_hidden())
    for stream in every:
        sign_anew(stream)
    return len(every)


def sign_anew(stream: UUID) -> None:
    """Sign the records of this stream as they are, whether or not they held."""
    with transaction.atomic():
        row, records = _locked(stream)
        digests = record_macs.digests(record_macs.what_it_is(row), records)
        _write(stream, records, digests)
        taken = [record.sequence for record in records if _TAKING_BACK & _names(record)]
        last = taken[-1] if taken else 0
        transaction.on_commit(lambda: taken_back.put(stream, last, digests[last]))


def sign_under_first_key() -> int:
    """Sign the records that hold under the first master key. Returns how many sessions and ledgers hold.

    The digests do not change, so whatever is known of a stream, here or in other processes, can be gone on from.
    """
    return sum(_sign_under_first_key(stream) for stream in set(_every()) - set(_hidden()))


def whats_wrong() -> list[str]:
    """Return a line for each session or ledger that does not hold. It may run beside servers."""
    hidden = _hidden()
    lines = [f"session or ledger {stream}: its id was not written here" for stream in hidden]
    return lines + [line for stream in set(_every()) - set(hidden) for line in _wrong(stream)]


def after_migrating(**_more: Any) -> None:
    """Sign what was stored before records had MACs: once, when both databases have been migrated."""
    is_ready = has_columns("default", {RecordedEvent._meta.db_table: "mac"})
    if not (is_ready and has_columns(KEYS, {Latest._meta.db_table: "value"})):
        return
    if latest.values(SIGNED):
        return
    number = sign_everything()
    latest.put(SIGNED, FORMAT, b"\x01")
    if number:
        note(Kind.RECORDS_SIGNED)


def _every() -> QuerySet[Stream, UUID]:
    return Stream.objects.values_list("pk", flat=True)


def _hidden() -> list[UUID]:
    """Return what is listed and yet not found."""
    every = set(_every())
    return list(every - set(_every().filter(Among("pk", every)))) if every else []


def _sign_under_first_key(stream: UUID) -> bool:
    with transaction.atomic():
        row, records = _locked(stream)
        digests = _verified(row, records)
        if len(digests) - 1 != row.head:
            return False
        _write(stream, records, digests)
        return True


def _wrong(stream: UUID) -> Iterator[str]:
    try:
        with transaction.atomic():
            row, records = _locked(stream)
            digests = _verified(row, records)
            cut = taken_back.cut_short({stream: digests})
    except DataError:
        yield f"session or ledger {stream}: it holds what cannot be read"
        return
    of = f"couple {row.couple_id}: {row.kind} {stream}:"
    if len(digests) - 1 < row.head or not row.head:
        yield f"{of} record {len(digests)} is missing or was not written here"
    elif cut:
        yield f"{of} it ends before something was taken back"


def _verified(row: Stream, records: list[Record]) -> list[bytes]:
    return record_macs.verified(record_macs.what_it_is(row).digest, 1, records)


def _locked(stream: UUID) -> tuple[Stream, list[Record]]:
    """Lock this stream, so that no record is added. Return it, and its records in order."""
    row = Stream.objects.select_for_update(no_key=True, of=("self",)).get(pk=stream)
    return row, reading.records_of({stream: (0, row.head)})[stream]


def _write(stream: UUID, records: list[Record], digests: list[bytes]) -> None:
    """Store the MACs of these records, where they are others. `digests`: as `record_macs.digests`."""
    macs = {
        one.sequence: record_macs.mac_of(digest) for one, digest in zip(records, digests[1:], strict=True)
    }
    changed = {one.sequence for one in records if not compare_digest(one.mac, macs[one.sequence])}
    rows = RecordedEvent.objects.filter(stream=stream, sequence__in=changed) if changed else ()
    new = [RecordedEvent(pk=row.pk, mac=macs[row.sequence]) for row in rows]
    RecordedEvent.objects.bulk_update(new, ["mac"], batch_size=BATCH_SIZE)


def _names(record: Record) -> set[str]:
    return {event["name"] for event in record.events if isinstance(event, dict) and "name" in event}
