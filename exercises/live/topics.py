"""What a counselor suggested that a session could be about: her words, as they stood when it was taken up.

They are sealed under her key beside the session, and are no event of it: nothing that is decided in it reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from couples.facts import holding
from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from exercises.live.models import SessionTopic


@dataclass(frozen=True)
class Suggested:
    """`by`: the counselor's name."""

    by: str
    words: str


def keep(session: UUID, couple: UUID, counselor: UUID, words: str) -> None:
    """Store the words with this session, unless there are none or it has some. The first ones stay."""
    key = data_keys.data_key(counselor) if words else None
    if key is None:
        return
    sealed = data_keys.seal(key, words.encode(), _context(session, couple, counselor))
    SessionTopic.objects.get_or_create(
        stream_id=session, defaults={"counselor_id": counselor, "sealed": sealed}
    )


def of(session: UUID, couple: UUID) -> Suggested | None:
    """Return what was suggested; None where nothing was, or its author or her key is gone."""
    row = SessionTopic.objects.select_related("counselor").filter(stream=session).first()
    key = data_keys.data_key(row.counselor_id) if row else None
    if row is None or key is None or not (row.counselor.is_active and row.counselor.is_counselor):
        return None
    words = unseal_or_note(key, row.sealed, _context(session, couple, row.counselor_id))
    if words is None or not holding.who_hold({row.counselor_id}):
        return None
    return Suggested(row.counselor.name, words.decode())


def _context(session: UUID, couple: UUID, counselor: UUID) -> bytes:
    return f"session topic|{session}|{couple}|{counselor}".encode()
