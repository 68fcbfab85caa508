"""What a counselor has said to couples in their sessions, for her own export: her words, and nothing of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

from couples.accounts.models import User
from exercises.core.counselor_events import SaidToBoth
from exercises.core.pair import Observer
from exercises.core.text import GONE
from exercises.live import access
from exercises.live.access import AccessDenied, Caller
from exercises.live.models import Stream
from exercises.live.observer import ending
from exercises.live.store import streams


def exported(user: User) -> dict[str, Any]:
    """Return the section of the export; none for somebody who has said nothing."""
    said = [line for stream in ending.with_acts_of(user.pk) for line in _said(stream, user.pk)]
    return {"said_in_sessions": said} if said else {}


def _said(stream: Stream, counselor: UUID) -> Iterator[dict[str, Any]]:
    """Yield her words, of a session that holds. It is replayed as for either partner, whose words are left out."""
    me = Observer(str(counselor))
    with suppress(AccessDenied):
        granted = access.of_author(stream.pk, Caller(stream.person_a))
        for event in streams.events_of(granted):
            if isinstance(event, SaidToBoth) and event.by == me and event.words is not GONE:
                yield {"session_begun": stream.started_at, "words": event.words}
