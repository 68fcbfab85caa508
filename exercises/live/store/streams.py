"""The state of a stream, cached in this process and brought up to the head of the given access at each use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from couples.keys import data_keys
from couples.keys.recently_used import RecentlyUsed
from exercises import catalog
from exercises.catalog.models import DefinitionVersion
from exercises.core import ledger, session
from exercises.core.events import WordsTakenBack
from exercises.core.kind import Exercise
from exercises.core.pair import Partner
from exercises.live.access import StreamAccess
from exercises.live.models import RecordedEvent
from exercises.live.store import event_codec
from exercises.live.store.event_codec import KeyOf

MAX_STATES: Final = 2048
"""States of streams without an open connection that are kept."""


@dataclass(frozen=True)
class Known:
    """A state, the sequence of its last record, and the key epochs under which its content was unsealed."""

    sequence: int
    epochs: tuple[int, int]
    state: Any


memory: RecentlyUsed[UUID, Known] = RecentlyUsed(MAX_STATES)
"""States are immutable, so threads may share them. Those of streams with an open connection are pinned."""


def state_at(granted: StreamAccess) -> Any:
    """Return the state at the head of this access: a Session or a Ledger."""
    known = known_of(granted)
    return state_after(granted, known, events_after(granted, known.sequence))


def known_of(granted: StreamAccess) -> Known:
    """Return the cached state to go on from: under the same keys, and at the head or before it."""
    epochs = (granted.people.a.epoch, granted.people.b.epoch)
    known = memory.get(granted.stream)
    if known is None or known.epochs != epochs or known.sequence > granted.head:
        return Known(0, epochs, initial_state(granted))
    return known


def state_after(granted: StreamAccess, known: Known, news: list[Any]) -> Any:
    """Return the state at the head, from what was known and the events since, and cache it."""
    is_shorter = known.sequence > 0 and any(isinstance(event, WordsTakenBack) for event in news)
    state = rebuilt(granted) if is_shorter else evolve_all(known.state, news)
    memory.put(granted.stream, Known(granted.head, known.epochs, state))
    return state


def remember(granted: StreamAccess, state: Any) -> None:
    """Cache the state that a command produced. Call it after the commit, so that a rollback leaves no trace."""
    memory.put(granted.stream, Known(granted.head, (granted.people.a.epoch, granted.people.b.epoch), state))


def rebuilt(granted: StreamAccess) -> Any:
    """Return the state at the head, rebuilt from the records without the cache."""
    return evolve_all(initial_state(granted), events_after(granted, 0))


def events_after(granted: StreamAccess, sequence: int) -> list[Any]:
    """Return the events after this record, up to the head, in order."""
    if sequence == granted.head:
        return []
    rows = RecordedEvent.objects.filter(
        stream=granted.stream, sequence__gt=sequence, sequence__lte=granted.head
    )
    found: list[Any] = []
    for number, stored in rows.order_by("sequence").values_list("sequence", "events"):
        found += event_codec.decode(stored, granted.stream, number, key_of(granted))
    return found


def initial_state(granted: StreamAccess) -> Any:
    if granted.kind == "ledger":
        return ledger.Ledger()
    assert granted.definition is not None
    return session.new_session(exercise(granted.definition), granted.started_at)


def evolve_all(state: Any, events: list[Any]) -> Any:
    evolve = ledger.evolve if isinstance(state, ledger.Ledger) else session.evolve
    for event in events:
        state = evolve(state, event)
    return state


def key_of(granted: StreamAccess) -> KeyOf:
    """Return a function that gives the data key of each partner of this stream."""

    def find(partner: Partner) -> bytes | None:
        person = granted.people.of(partner)
        return data_keys.data_key(person.id, person.epoch)

    return find


@lru_cache(maxsize=256)
def exercise(definition: str) -> Exercise:
    """Return the exercise of a stored version. Versions never change, so it is cached."""
    return catalog.exercise_of(DefinitionVersion.objects.get(pk=definition).body)
