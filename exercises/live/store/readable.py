"""What a counselor could read of a stream if both allowed it: stored beside it, so that a list of many couples need
not read every stream. It says of which scopes there is something, and on which days both have agreed to look again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Max

from couples.facts.signing import has_columns
from couples.keys.models import Latest
from couples.keys.router import KEYS
from couples.pairing.models import Membership
from exercises.core.ledger import GRACE, Ledger
from exercises.core.revealed import revealed, review_days
from exercises.core.session import Session
from exercises.live.access import Caller
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import several

BATCH_SIZE: Final = 200
UNKNOWN: Final = "?"
"""Stored in both columns of streams from before they were there."""


def columns(state: Session | Ledger) -> dict[str, str]:
    """Return what is stored of this state, by column."""
    if isinstance(state, Ledger):
        return {"reviews": " ".join(sorted({day.isoformat() for day in review_days(state)}))}
    return {"readable": " ".join(sorted({step.scope for step in revealed(state)}))}


def changed(before: Session | Ledger, after: Session | Ledger, at: datetime) -> dict[str, Any]:
    """Return the columns that a command changes with which the stream goes from one state to the other."""
    was = columns(before)
    found: dict[str, Any] = {name: value for name, value in columns(after).items() if value != was[name]}
    if isinstance(after, Session) and after.played_through and not before.played_through:  # type: ignore[union-attr]
        found["completed_at"] = at
    return found


def is_review_due(reviews: str, today: date) -> bool:
    """Return whether it is time to look at one of these agreements again."""
    days = map(date.fromisoformat, reviews.replace(UNKNOWN, "").split())
    return any(day <= today <= day + GRACE for day in days)


def fill_in(**_more: Any) -> None:
    """Store it for the streams from before it was stored, once both databases are there. What does not hold says
    nothing."""
    is_ready = has_columns("default", {Stream._meta.db_table: "reviews"})
    if not (is_ready and has_columns(KEYS, {Latest._meta.db_table: "value"})):
        return
    while unknown := list(Stream.objects.filter(readable=UNKNOWN).order_by("couple")[:BATCH_SIZE]):
        known = several.states(_access(unknown))
        ended = _last_records(stream.pk for stream in unknown if stream.played_through)
        for stream in unknown:
            state = known.get(stream.pk)
            found = columns(state) if state else {}
            stream.readable, stream.reviews = found.get("readable", ""), found.get("reviews", "")
            stream.completed_at = stream.completed_at or ended.get(stream.pk)
        Stream.objects.bulk_update(unknown, ["readable", "reviews", "completed_at"])


def _access(wanted: Collection[Stream]) -> Iterable[Any]:
    by_couple: dict[UUID, list[UUID]] = {}
    for stream in wanted:
        by_couple.setdefault(stream.couple_id, []).append(stream.pk)
    members = Membership.objects.filter(couple__in=by_couple, left_at__isnull=True, voice="a")
    pairs = [
        (stream, Caller(user))
        for user, couple in members.values_list("user", "couple")
        for stream in by_couple[couple]
    ]
    found = several.each_access(pairs)
    return [one for one in found if not isinstance(one, Exception)]


def _last_records(wanted: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = RecordedEvent.objects.filter(stream__in=list(wanted)).values_list("stream")
    return dict(rows.annotate(at=Max("at")).order_by())
