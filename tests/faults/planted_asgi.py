"""Counterpoint with one fault in how it keeps its word, to prove that the tests would notice. Nothing else serves it.

PLANT names the fault: ack_before_commit, no_id_check or no_sequence_guard.
"""

import os
import threading
import time
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from config.asgi import application
from exercises.live import commands
from exercises.live.access import Caller, PartnerAccess
from exercises.live.commands import Done
from exercises.live.decision import Command
from exercises.live.models import RecordedEvent
from exercises.live.store import records, streams

__all__ = ["application"]
honest, append = commands.submit, records.append
A_MOMENT = 0.1
known: dict[UUID, tuple[Any, float]] = {}


def ack_before_commit(stream: UUID, caller: Caller, command: Command) -> Done:
    """Says that it is done, and writes it down a moment later."""
    with transaction.atomic():
        done = commands._carry_out(stream, caller, command)
        transaction.set_rollback(True)
    threading.Timer(2 * A_MOMENT, honest, (stream, caller, command)).start()
    return done


def no_id_check(granted: PartnerAccess, command_id: UUID, body: bytes) -> bool:
    """Never remembers that it happened before."""
    return False


def under_any_id(granted: PartnerAccess, command_id: UUID, *record: Any, **changed: Any) -> bool:
    """Writes the record down under another id if this one is taken."""
    taken = RecordedEvent.objects.filter(stream=granted.stream, command_id=command_id).exists()
    return append(granted, uuid4() if taken else command_id, *record, **changed)


def a_moment_ago(granted: PartnerAccess) -> Any:
    """What was so a moment ago; what is decided on it is written after whatever has happened since."""
    state, since = known.get(granted.stream, (None, 0.0))
    if time.monotonic() - since > A_MOMENT:
        state = streams.state_at(granted)
        known[granted.stream] = (state, time.monotonic())
    return state


match os.environ["PLANT"]:
    case "ack_before_commit":
        commands.submit = ack_before_commit
    case "no_id_check":
        vars(records)["happened_before"] = no_id_check
        vars(records)["append"] = under_any_id
    case "no_sequence_guard":
        vars(commands)["streams"] = SimpleNamespace(**{**vars(streams), "state_at": a_moment_ago})
