"""How far a stream must go at least: to the last record that took something back. Kept in the database `keys`.

Who can write to the main database alone could otherwise cut a stream back to before it. Then words that were taken back
would be there again, and a form that its author took back before it opened would open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from couples.keys import latest
from exercises.core.events import TakesBack

TAKEN_BACK: Final = "taken back"
NUMBER_BYTES: Final = 8
ERASED: Final = b"erased"
"""Ends a value that stands for a stream from which words were removed since: another process reads it anew."""


def goes_to(sequence: int, digest: bytes) -> bytes:
    """Return the value that stands for a stream that goes to this record, after which this is the digest."""
    return sequence.to_bytes(NUMBER_BYTES, "big") + digest


def note(stream: UUID, sequence: int, digest: bytes, events: Iterable[Any]) -> None:
    """Remember, once the current transaction commits, whether something was taken back in this record."""
    if any(isinstance(event, TakesBack) for event in events):
        latest.announce_beside(TAKEN_BACK, stream, bytes(NUMBER_BYTES), goes_to(sequence, digest))


def note_erasure(stream: UUID, sequence: int, digest: bytes) -> None:
    """Remember, once the current transaction commits, that words were removed from the stream when it ended here."""
    value = goes_to(sequence, digest) + ERASED
    latest.announce_beside(TAKEN_BACK, stream, bytes(NUMBER_BYTES), value)


def put(stream: UUID, sequence: int, digest: bytes) -> None:
    """Remember that the last record that took something back is this one; 0 if none did. Only for an operator."""
    if sequence:
        latest.put(TAKEN_BACK, stream, goes_to(sequence, digest))
    else:
        latest.forget(TAKEN_BACK, stream)


def states(streams: Iterable[UUID]) -> dict[UUID, list[bytes]]:
    """Return how far each of these streams must go, of those that must go anywhere."""
    return latest.states(TAKEN_BACK, streams)


def cut_short(digests: Mapping[UUID, Sequence[bytes]]) -> set[UUID]:
    """Return those streams that don't go as far as they must, in one query. `digests`: by sequence, from 0 on."""
    if not digests:
        return set()
    return {
        stream for stream, values in states(digests).items() if not _reached(stream, values, digests[stream])
    }


def _reached(stream: UUID, values: Sequence[bytes], digests: Sequence[bytes]) -> bool:
    """Whether the stream went through one of these states. A state that was only announced counts from now on."""
    passed = [value for value in values if _is_passed(value, digests)]
    if passed and passed[-1] != values[0]:
        latest.holding(TAKEN_BACK, {stream: passed[-1]})
    return bool(passed)


def _is_passed(value: bytes, digests: Sequence[bytes]) -> bool:
    sequence = int.from_bytes(value[:NUMBER_BYTES], "big")
    if sequence == 0:
        return True
    is_there = sequence < len(digests)
    return is_there and value.removesuffix(ERASED) == goes_to(sequence, digests[sequence])
