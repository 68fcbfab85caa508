"""Carry out what a counselor does in a session: authorise, decide at the head, append, as `commands` does for partners.

Her record holds one event of hers, which leaves no step and closes nothing. It is in the room alone that she acts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from couples import clock
from couples.counseling import scopes
from exercises.core import session as sessions
from exercises.core.counselor_rules import CounselorAsk, counselor_act
from exercises.core.pair import Observer, Partner, Viewer
from exercises.live.access import NO_SUCH, AccessDenied, Caller
from exercises.live.decision import Command, status_of
from exercises.live.notify.broadcast import Viewpoint
from exercises.live.observer import access as observer_access
from exercises.live.observer import screen
from exercises.live.observer.access import ObserverAccess
from exercises.live.store import presence, records, streams
from exercises.live.store.insert import NewRecord

SEEN_BY: Final[tuple[Viewer, ...]] = (*Partner, Observer())
"""Every act of hers is shown to both, and to whoever else looks on."""


@dataclass(frozen=True)
class Acted:
    """The result of a committed act, also of a repeated one. `changed`: the viewpoints to notify."""

    changed: tuple[Viewpoint, ...] = ()


def submit(stream: UUID, caller: Caller, command: Command) -> Acted:
    """Carry out her command once. Raises AccessDenied or Refused, and then nothing has changed."""
    return records.with_retries(partial(_carry_out, stream, caller, command))


def _carry_out(stream: UUID, caller: Caller, command: Command) -> Acted:
    granted = observer_access.of_observer(stream, caller)
    observer_access.require(granted, scopes.LIVE)
    if records.happened_before(granted, command.id, command.body):
        return Acted()
    before: Any = streams.state_at(granted)
    if status_of(before) != granted.status:
        raise AccessDenied(NO_SUCH)
    at = clock.local()
    asked = CounselorAsk(by=granted.me, name=command.name, visit=command.visit, at=at, raw=command.fields)
    _append(granted, command, before, counselor_act(before, asked), at)
    if presence.arrive(granted):
        screen.record(granted, scopes.LIVE)
    return Acted(tuple((stream, viewer) for viewer in SEEN_BY))


def _append(granted: ObserverAccess, command: Command, before: Any, event: Any, at: Any) -> None:
    written = records.append(NewRecord(granted, command.id, command.body, [event], at, SEEN_BY))
    now = replace(granted, head=granted.head + 1)
    after = sessions.evolve(before, event) if written.is_whole else streams.rebuilt(now)
    transaction.on_commit(partial(streams.remember, now, after, written.digest))
