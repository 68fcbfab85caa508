"""What a counselor says with an assignment: sealed under her key, each for the link and couple to which she gave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from couples.facts import holding
from couples.keys import data_keys
from couples.security_log import Kind
from couples.security_log import note as record
from exercises.counselor.assignments.models import Assignment

MAX_TOPIC_LENGTH: Final = 120
MAX_NOTE_LENGTH: Final = 600


@dataclass(frozen=True)
class Said:
    """`topic`: what the exercise could be about, where she suggests something."""

    note: str = ""
    topic: str = ""


def write(key: bytes, said: Said, assignment: Assignment) -> None:
    """Put this into the columns of the assignment, which is not saved. `key`: the counselor's data key."""
    assignment.sealed = data_keys.seal(key, said.note.encode(), _context(assignment))
    topic = data_keys.seal(key, said.topic.encode(), _context_of_topic(assignment)) if said.topic else b""
    assignment.sealed_topic = topic


def of(several: Sequence[Assignment]) -> dict[UUID, Said]:
    """Return what the counselor says with each of these, by its id; nothing once her key is destroyed.

    Those are left out that she did not give by this link, to this couple.
    """
    keys = data_keys.data_keys({one.counseling.counselor_id: None for one in several})
    found = {}
    for one in several:
        key = keys.get(one.counseling.counselor_id)
        try:
            found[one.pk] = _opened(key, one) if key else Said()
        except data_keys.CannotOpen:
            record(Kind.MAC_BROKEN)
    return found


def that_hold(several: Sequence[Assignment]) -> list[Assignment]:
    """Return those whose counselor holds, and with her the link."""
    counselors = {one.counseling.counselor_id for one in several}
    hold = holding.who_hold(counselors) if counselors else counselors
    if hold != counselors:
        record(Kind.MAC_BROKEN)
    return [one for one in several if one.counseling.counselor_id in hold]


def _opened(key: bytes, one: Assignment) -> Said:
    note = data_keys.unseal(key, bytes(one.sealed), _context(one))
    sealed = bytes(one.sealed_topic)
    topic = data_keys.unseal(key, sealed, _context_of_topic(one)) if sealed else b""
    return Said(note.decode(), topic.decode())


def _context(assignment: Assignment) -> bytes:
    link = assignment.counseling
    return f"assignment|{assignment.pk}|{link.pk}|{link.couple_id}|note".encode()


def _context_of_topic(assignment: Assignment) -> bytes:
    link = assignment.counseling
    return f"assignment|{assignment.pk}|{link.pk}|{link.couple_id}|topic".encode()
