"""A couple's ledger, as a stream of its own. What enters it was decided in a session and is not checked again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from exercises.core import ledger
from exercises.core.settlement import Settled
from exercises.live.access import PartnerAccess
from exercises.live.models import Stream
from exercises.live.store import readable, records, streams
from exercises.live.store.insert import NewRecord


def of_couple(couple: UUID) -> Stream | None:
    return Stream.objects.filter(couple=couple, kind=Stream.Kind.LEDGER).first()


def of_couples(couples: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the id of each couple's ledger, of those that have one."""
    found = Stream.objects.filter(couple__in=couples, kind=Stream.Kind.LEDGER)
    return dict(found.values_list("couple", "pk"))


def enter(session: PartnerAccess, settled: list[Settled], at: datetime) -> UUID:
    """Write what a session settled into the ledger, inside the caller's transaction. Returns the ledger's id."""
    stream, _made = Stream.objects.get_or_create(
        couple_id=session.couple,
        kind=Stream.Kind.LEDGER,
        defaults={"person_a": session.people.a.id, "person_b": session.people.b.id},
    )
    is_ledger: dict[str, Any] = {"kind": stream.kind, "definition": None, "started_at": stream.started_at}
    granted = replace(session, stream=stream.pk, head=stream.head, **is_ledger)
    events: list[Any] = []
    for one in settled:
        events += ledger.enter(_entry(session.stream, one), one, at)
    before = streams.state_at(granted) if granted.head else ledger.Ledger()
    changed = readable.changed(before, streams.evolve_all(before, events), at)
    records.append(NewRecord(granted, uuid4(), b"", events, at), **changed)
    return stream.pk


def _entry(session: UUID, one: Settled) -> str:
    """Return the id of its entry: the same for the same key of a session."""
    return one.entry or (uuid5(session, one.key) if one.key else uuid4()).hex
