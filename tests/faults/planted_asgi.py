"""Counterpoint with one fault in how it keeps its word, to prove that the tests would notice. Nothing else serves it.

PLANT names the fault: ack_before_commit, no_id_check or no_sequence_guard.
"""

import os
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from config.asgi import application
from exercises.live import batch
from exercises.live.access import PartnerAccess, StreamAccess
from exercises.live.batch import Request
from exercises.live.models import RecordedEvent
from exercises.live.store import insert, records, streams
from exercises.live.store import several as streams_of_several
from exercises.live.store.insert import NewRecord, Written

__all__ = ["application"]
run, insert_several = batch.run, insert.several
A_MOMENT = 0.1
known: dict[UUID, tuple[Any, float]] = {}


def ack_before_commit(requests: Sequence[Request]) -> Any:
    """Says that all is done, and writes it down a moment later."""
    with transaction.atomic():
        results = run(requests)
        transaction.set_rollback(True)
    threading.Timer(2 * A_MOMENT, run, [requests]).start()
    return results


def no_id_check(granted: PartnerAccess, command_id: UUID, body: bytes) -> bool:
    """Never remembers that it happened before."""
    return False


def under_any_id(records: Iterable[NewRecord]) -> dict[UUID, Written]:
    """Writes each record down under another id if its own is taken."""
    asked = list(records)
    known = RecordedEvent.objects.filter(command_id__in=[new.command_id for new in asked])
    taken = set(known.values_list("stream", "command_id"))
    is_taken = lambda new: (new.granted.stream, new.command_id) in taken  # noqa: E731
    return insert_several([replace(new, command_id=uuid4()) if is_taken(new) else new for new in asked])


def a_moment_ago(several: Iterable[StreamAccess]) -> dict[UUID, Any]:
    """What was so a moment ago; what is decided on it is written after whatever has happened since."""
    found = {}
    for one in several:
        state, since = known.get(one.stream, (None, 0.0))
        if time.monotonic() - since > A_MOMENT:
            state = streams.state_at(one)
            known[one.stream] = (state, time.monotonic())
        found[one.stream] = state
    return found


match os.environ["PLANT"]:
    case "ack_before_commit":
        batch.run = ack_before_commit
    case "no_id_check":
        vars(records)["happened_before"] = no_id_check
        insert.several = under_any_id
    case "no_sequence_guard":
        vars(streams_of_several)["states"] = a_moment_ago
