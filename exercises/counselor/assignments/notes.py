"""A counselor's notes on her assignments: sealed under her key, each for the link and couple to which she gave it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from couples.facts import holding
from couples.keys import data_keys
from couples.security_log import Kind, note
from exercises.counselor.assignments.models import Assignment


def sealed(key: bytes, words: str, assignment: Assignment) -> bytes:
    """Return the note as it is stored with this assignment. `key`: the counselor's data key."""
    return data_keys.seal(key, words.encode(), _context(assignment))


def of(several: Sequence[Assignment]) -> dict[UUID, str]:
    """Return the counselor's note on each of these, by its id; an empty string once her key is destroyed.

    Those are left out that she did not give by this link, to this couple.
    """
    keys = data_keys.data_keys({one.counseling.counselor_id: None for one in several})
    found = {}
    for one in several:
        key = keys.get(one.counseling.counselor_id)
        try:
            found[one.pk] = data_keys.unseal(key, bytes(one.sealed), _context(one)).decode() if key else ""
        except data_keys.CannotOpen:
            note(Kind.MAC_BROKEN)
    return found


def that_hold(several: Sequence[Assignment]) -> list[Assignment]:
    """Return those whose counselor holds, and with her the link."""
    counselors = {one.counseling.counselor_id for one in several}
    hold = holding.who_hold(counselors) if counselors else counselors
    if hold != counselors:
        note(Kind.MAC_BROKEN)
    return [one for one in several if one.counseling.counselor_id in hold]


def _context(assignment: Assignment) -> bytes:
    link = assignment.counseling
    return f"assignment|{assignment.pk}|{link.pk}|{link.couple_id}|note".encode()
