"""What leaving, erasing and exporting mean for sessions and ledgers; `apps` puts these into `couples.hooks`.

It ends and empties; it settles nothing, opens nothing, and writes nowhere who left.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils import timezone

from couples import hooks
from couples.pairing.models import Couple
from couples.privacy import data_map
from couples.privacy.data_map import DELETED, EMPTIED, NOBODYS, NOT, PRIVATE, SHARED, STAYS, WORDS, Entry
from exercises.core import events, ledger
from exercises.core.pair import Partner
from exercises.counselor import assignments
from exercises.live import own_data
from exercises.live.models import Draft, Lease, Stream
from exercises.live.notify import broadcast
from exercises.live.store import records
from exercises.private import store

MAP: Final = [
    Entry("exercises.DefinitionVersion", NOT, NOBODYS),
    Entry("exercises.Stream", WORDS, STAYS, ("couple__memberships__user",), fields=("started_at",)),
    Entry("exercises.RecordedEvent", WORDS, EMPTIED, ("person",), fields=("events",)),
    Entry("exercises.Draft", PRIVATE, DELETED, ("person",)),
    Entry("exercises.Lease", NOT, DELETED, ("person",), why="Seconds of being here; gone by itself."),
    Entry("exercises.PrivateStore", PRIVATE, DELETED, ("person",)),
    Entry("exercises.Assignment", SHARED, STAYS, ("counseling__counselor", "counseling__couple__memberships__user"),
          whose=("counseling__counselor",), fields=("due_on", "created_at"),
          why="The counselor's note in it is closed with her key."),
    Entry("exercises.AssignmentDeclined", PRIVATE, DELETED, ("person",), fields=("assignment",)),
]  # fmt: skip


def listen() -> None:
    """Fill the lists, once for each process."""
    hooks.left.append(left)
    hooks.erased.append(erased)
    hooks.exported.append(own_data.shared)
    hooks.exported.append(assignments.exported)
    hooks.exported_privately.append(own_data.private)
    hooks.exported_privately.append(store.exported)
    data_map.add(MAP)


def left(couple: Couple) -> None:
    """Close every open stream inside the leaving's transaction; after its commit, everybody who looks is told."""
    now = timezone.localtime()
    sessions = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION).order_by("pk")
    for stream in sessions.exclude(status=Stream.Status.OVER).values_list("pk", flat=True):
        _close(stream, events.Parted(now))
        Stream.objects.filter(pk=stream).update(status=Stream.Status.OVER)
    # The ledger comes last: a command that is on its way holds its session first, and may make the ledger.
    for stream in Stream.objects.filter(couple=couple, kind=Stream.Kind.LEDGER).values_list("pk", flat=True):
        _close(stream, ledger.Parted(now.date()))
    for kept in (Draft, Lease):
        kept.objects.filter(stream__couple=couple).delete()
    viewpoints = tuple(
        (stream, partner) for stream in sessions.values_list("pk", flat=True) for partner in Partner
    )
    transaction.on_commit(lambda: async_to_sync(_announce)(viewpoints))


async def _announce(viewpoints: tuple[broadcast.Viewpoint, ...]) -> None:
    """All at once, so that a Redis in trouble holds up whoever leaves for one moment only."""
    await asyncio.gather(*(broadcast.announce((status,)) for status in viewpoints))


def _close(stream: UUID, event: Any) -> None:
    """Append behind whoever is faster. What was decided before, and comes after, finds its place taken."""
    records.with_retries(lambda: records.append_for_nobody(stream, event, timezone.now()))


def erased(person: UUID) -> None:
    """Take every sealed word of theirs out of the records. Their key is gone already; this empties the rows as well."""
    for partner, column in ((Partner.A, "person_a"), (Partner.B, "person_b")):
        for stream in Stream.objects.filter(**{column: person}).values_list("pk", flat=True):
            records.take_words_out(stream, partner)
