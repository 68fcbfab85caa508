"""What leaving, erasing and exporting do to sessions and ledgers. `apps` adds these functions to `couples.hooks`.

Leaving closes streams without deciding anything in them, opens nothing, and stores nowhere who left.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils import timezone

from couples import hooks
from couples.pairing.models import Couple
from couples.privacy import data_map
from couples.privacy.data_map import DELETED, EMPTIED, NOBODYS, NOT, PRIVATE, SHARED, STAYS, WORDS, Entry
from exercises.core import events, ledger_events
from exercises.core.pair import Partner
from exercises.counselor.asking import exported as asked_for
from exercises.counselor.assignments import exported as assignments
from exercises.counselor.notes import exported as notes
from exercises.counselor.programmes import exported as programmes
from exercises.counselor.to_one import exported as given_to_one
from exercises.favorites import kept
from exercises.live import own_data
from exercises.live.models import Lease, Stream
from exercises.live.notify import broadcast, homes
from exercises.live.observer import ending, own_words
from exercises.live.store import records, streams
from exercises.private import store
from exercises.private.handouts import exported as handouts

MAP: Final = [
    Entry("exercises.DefinitionVersion", NOT, NOBODYS),
    Entry("exercises.Stream", WORDS, STAYS, ("couple__memberships__user",), fields=("started_at",)),
    Entry("exercises.RecordedEvent", WORDS, EMPTIED, ("person",), fields=("events",)),
    Entry("exercises.Draft", PRIVATE, DELETED, ("person",)),
    Entry("exercises.Lease", NOT, DELETED, ("person",), why="It says who is connected, and expires within seconds."),
    Entry("exercises.PrivateStore", PRIVATE, DELETED, ("person",)),
    Entry("exercises.Handouts", PRIVATE, DELETED, ("person",), why="Sealed; exported in a section of its own."),
    Entry("exercises.HandoutList", PRIVATE, DELETED, ("counseling__counselor",),
          why="Sealed under her key; exported in a section of its own. To which of the two, only her key tells."),
    Entry("exercises.Favorites", PRIVATE, DELETED, ("person",), why="Sealed; exported in a section of its own."),
    Entry("exercises.ReadyMail", PRIVATE, DELETED, ("person",), fields=("since",)),
    Entry("exercises.WeeklyMail", PRIVATE, DELETED, ("person",), fields=("weekday", "hour", "zone")),
    Entry("exercises.Assignment", SHARED, STAYS, ("counseling__counselor", "counseling__couple__memberships__user"),
          whose=("counseling__counselor",), fields=("due_on", "created_at"),
          why="The counselor's words in it are encrypted with her key; her export has them in a section of its own."),
    Entry("exercises.ProgrammeTemplate", PRIVATE, DELETED, ("counselor",),
          why="Sealed; exported in a section of its own."),
    Entry("exercises.Programme", NOT, STAYS, ("counseling__counselor", "counseling__couple__memberships__user"),
          whose=("counseling__counselor",),
          why="Its title is encrypted with the counselor's key; her export has it in a section of its own."),
    Entry("exercises.ProgrammeItem", NOT, STAYS,
          ("programme__counseling__counselor", "programme__counseling__couple__memberships__user"),
          whose=("programme__counseling__counselor",), why="When the turn of an assignment comes."),
    Entry("exercises.SessionTopic", NOT, DELETED, ("counselor",),
          why="What she suggested for a session, encrypted with her key: words of the assignment that it takes up."),
    Entry("exercises.AskedFor", NOT, DELETED,
          ("counseling__counselor", "counseling__couple__memberships__user"), whose=("counseling__counselor",),
          why="Sealed under her key; exported in a section of its own."),
    Entry("exercises.PutAway", PRIVATE, DELETED, ("person",), fields=("asked",)),
    Entry("exercises.Marks", NOT, DELETED,
          ("assignment__counseling__counselor", "assignment__counseling__couple__memberships__user"),
          whose=("assignment__counseling__counselor",),
          why="Sealed under her key; exported with the assignment."),
    Entry("exercises.CounselorNote", PRIVATE, DELETED, ("counselor",),
          why="Sealed; exported in a section of its own. About which couple, only her key tells."),
    Entry("exercises.Screening", NOT, DELETED, ("counseling__counselor", "person"),
          why="A counselor's own record, sealed under her key; her export has it in a section of its own."),
    Entry("exercises.AssignmentDeclined", PRIVATE, DELETED, ("person",), fields=("assignment",)),
]  # fmt: skip


def listen() -> None:
    """Add the functions to the hooks, and the models to the data map. Call it once per process."""
    hooks.left.append(left)
    hooks.erased.append(erased)
    hooks.exported.append(own_data.shared)
    hooks.exported.append(assignments.exported)
    hooks.exported.append(own_words.exported)
    hooks.exported.append(asked_for.exported)
    hooks.exported_privately.append(own_data.private)
    hooks.exported_privately.append(store.exported)
    hooks.exported_privately.append(kept.exported)
    hooks.exported_privately.append(notes.exported)
    hooks.exported_privately.append(assignments.exported_privately)
    hooks.exported_privately.append(programmes.exported)
    hooks.exported_privately.append(handouts.exported)
    hooks.exported_privately.append(given_to_one.exported)
    hooks.rekeyed.append(store.rekeyed)
    data_map.add(MAP)


def left(couple: Couple) -> None:
    """Close every open stream in the transaction of leaving. After its commit, notify every open connection.

    What either of them typed and did not send stays theirs: they find it where the session was.
    """
    now = timezone.localtime()
    sessions = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION).order_by("pk")
    for stream in sessions.exclude(status=Stream.Status.OVER).values_list("pk", flat=True):
        _close(stream, events.Parted(now))
        Stream.objects.filter(pk=stream).update(status=Stream.Status.OVER)
    # The ledger comes last: a command locks its session first, and may create the ledger.
    for stream in Stream.objects.filter(couple=couple, kind=Stream.Kind.LEDGER).values_list("pk", flat=True):
        _close(stream, ledger_events.Parted(now.date()))
    Lease.objects.filter(stream__couple=couple).delete()
    viewpoints = tuple(
        (stream, partner) for stream in sessions.values_list("pk", flat=True) for partner in Partner
    )
    homes.changed(couple.memberships.values_list("user", flat=True))
    transaction.on_commit(lambda: async_to_sync(broadcast.announce)(viewpoints))


def _close(stream: UUID, event: Any) -> None:
    """Append the event, retrying after concurrent commands. A command decided before it is refused after it."""
    records.with_retries(lambda: records.append_for_nobody(stream, event, timezone.now()))


def erased(person: UUID) -> None:
    """Remove everything this person wrote from the records. It is unreadable already, as their key is destroyed.

    This process forgets what it remembers of these streams: it was read before.
    """
    for partner, column in ((Partner.A, "person_a"), (Partner.B, "person_b")):
        for stream in Stream.objects.filter(**{column: person}).values_list("pk", flat=True):
            records.take_all_words_out(stream, partner)
            transaction.on_commit(partial(streams.memory.forget, stream))
    ending.words_gone(person)
