"""A stream's present state, kept in this process and caught up at each use. Refuses to be newer than its spot."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any
from uuid import UUID

from couples.keys import data_keys
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

MAX_STATES = 2048


@dataclass(frozen=True)
class Known:
    """A state, up to which record it goes, and under which key epochs its contents were opened."""

    sequence: int
    epochs: tuple[int, int]
    state: Any


class _Memory:
    """The most recently used states of this process; values never change, so threads may share them."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, Known] = OrderedDict()
        self._lock = Lock()

    def get(self, stream: UUID) -> Known | None:
        with self._lock:
            found = self._known.get(stream)
            if found:
                self._known.move_to_end(stream)
            return found

    def put(self, stream: UUID, known: Known) -> None:
        with self._lock:
            self._known[stream] = known
            self._known.move_to_end(stream)
            while len(self._known) > MAX_STATES:
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._known.clear()


memory = _Memory()


def state_at(granted: StreamAccess) -> Any:
    """The state of the seat's stream at the seat's head: a Session or a Ledger."""
    epochs = (granted.people.a.epoch, granted.people.b.epoch)
    known = memory.get(granted.stream)
    if known is None or known.epochs != epochs or known.sequence > granted.head:
        known = Known(0, epochs, initial_state(granted))
    if known.sequence < granted.head:
        news = events_after(granted, known.sequence)
        forget = known.sequence > 0 and any(isinstance(event, WordsTakenBack) for event in news)
        state = rebuilt(granted) if forget else evolve_all(known.state, news)
        known = Known(granted.head, epochs, state)
    memory.put(granted.stream, known)
    return known.state


def remember(granted: StreamAccess, state: Any) -> None:
    """Keep the state at this head, as its own command made it. To be called after the commit: what is rolled back
    must not be known."""
    memory.put(granted.stream, Known(granted.head, (granted.people.a.epoch, granted.people.b.epoch), state))


def rebuilt(granted: StreamAccess) -> Any:
    """The state at the spot's head from what is stored now, whatever this process remembers."""
    return evolve_all(initial_state(granted), events_after(granted, 0))


def events_after(granted: StreamAccess, sequence: int) -> list[Any]:
    """The events after this record, up to the seat's head, in order."""
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
    """Whose key closes what, at this stream."""

    def find(partner: Partner) -> bytes | None:
        person = granted.people.of(partner)
        return data_keys.data_key(person.id, person.epoch)

    return find


@lru_cache(maxsize=256)
def exercise(definition: str) -> Exercise:
    """The exercise of a stored version; a version never changes, so it may be remembered for good."""
    return catalog.exercise_of(DefinitionVersion.objects.get(pk=definition).body)
