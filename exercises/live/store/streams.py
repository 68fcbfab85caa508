"""The state of a stream, cached in this process and brought up to the head of the given access at each use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from couples.facts import holding
from couples.keys import data_keys
from couples.keys.recently_used import RecentlyUsed
from couples.security_log import Kind, note
from exercises import catalog
from exercises.core import ledger, session
from exercises.core.kind import Exercise
from exercises.core.pair import Author, Partner
from exercises.live.access import StreamAccess
from exercises.live.store import reading, record_macs, versions
from exercises.live.store.event_codec import KeyOf
from exercises.live.store.reading import News, Since

MAX_STATES: Final = 2048
"""States of streams without an open connection that are kept."""


@dataclass(frozen=True)
class Known:
    """A state, the sequence of its last record, and the digest there.

    `under`: what the stream is, and the key epochs under which its content was unsealed. Nothing else of it is used.
    """

    sequence: int
    under: tuple[Any, ...]
    digest: bytes
    state: Any


memory: RecentlyUsed[UUID, Known] = RecentlyUsed(MAX_STATES)
"""States are immutable, so threads may share them. Those of streams with an open connection are pinned."""


def state_at(granted: StreamAccess) -> Any:
    """Return the state at the head of this access: a Session or a Ledger. Raises DoesNotHold."""
    return _one(at_heads([granted]), granted).state


def digest_at(granted: StreamAccess) -> bytes | None:
    """Return the digest at the head of this access, where the next record begins. Raises DoesNotHold.

    None if this process knows that a record has been added since.
    """
    if granted.head == 0:
        return record_macs.what_is_granted(granted).digest
    known = memory.get(granted.stream)
    if known and known.sequence >= granted.head and known.under == _under(granted):
        return known.digest if known.sequence == granted.head else None
    return _one(at_heads([granted]), granted).digest


def at_heads(several: Iterable[StreamAccess]) -> dict[UUID, Known]:
    """Return what is known of each stream at the head of its access, and cache it. Those that do not hold are left out.

    What is not known of them yet is read together.
    """
    of = {granted.stream: granted for granted in several}
    found: dict[UUID, Known] = {}
    for stream, granted in of.items():
        with suppress(reading.DoesNotHold):  # of its exercise
            found[stream] = known_of(granted)
    behind = {stream: one for stream, one in found.items() if not 0 < one.sequence == of[stream].head}
    for stream in behind:
        del found[stream]
    if not behind:
        return found
    read = _read({stream: (of[stream], known) for stream, known in behind.items()})
    for stream, known in read.items():
        memory.put(stream, known)
    for _broken in behind.keys() - read.keys():
        note(Kind.MAC_BROKEN)
    return found | read


def known_of(granted: StreamAccess) -> Known:
    """Return the cached state to go on from: of this very stream under the same keys, at the head or before it."""
    known = memory.get(granted.stream)
    if known is None or known.under != _under(granted) or known.sequence > granted.head:
        return _nothing(granted)
    return known


def remember(granted: StreamAccess, state: Any, digest: bytes) -> None:
    """Cache the state that a command produced. Call it after the commit, so that a rollback leaves no trace."""
    memory.put(granted.stream, Known(granted.head, _under(granted), digest, state))


def rebuilt(granted: StreamAccess) -> Any:
    """Return the state at the head, rebuilt from the records without the cache. Raises DoesNotHold."""
    return _one(_read({granted.stream: (granted, _nothing(granted))}), granted).state


def events_of(granted: StreamAccess) -> list[Any]:
    """Return all events up to the head, in order. Raises DoesNotHold."""
    return _one(reading.news([reading.since_the_first(granted)]), granted).events


T = TypeVar("T")


def _one(found: Mapping[UUID, T], granted: StreamAccess) -> T:
    if granted.stream not in found:
        raise reading.DoesNotHold
    return found[granted.stream]


def _read(wanted: Mapping[UUID, tuple[StreamAccess, Known]]) -> dict[UUID, Known]:
    """Return what is known of each at its head, without those whose records do not hold.

    Those from which words may have been removed are read from the first record again, as are those that don't go on
    from what was known.
    """
    news = reading.news([Since(granted, known.sequence, known.digest) for granted, known in wanted.values()])
    again = {
        stream: (granted, _nothing(granted))
        for stream, (granted, known) in wanted.items()
        if known.sequence and (stream not in news or news[stream].may_remove_words)
    }
    found = {stream: _after(*wanted[stream], one) for stream, one in news.items() if stream not in again}
    return found | (_read(again) if again else {})


def _after(granted: StreamAccess, known: Known, news: News) -> Known:
    return Known(granted.head, known.under, news.digest, evolve_all(known.state, news.events))


def _nothing(granted: StreamAccess) -> Known:
    """Return what is known of a stream before its first record."""
    return Known(0, _under(granted), reading.since_the_first(granted).digest, initial_state(granted))


def _under(granted: StreamAccess) -> tuple[Any, ...]:
    return record_macs.what_is_granted(granted), granted.people.a.epoch, granted.people.b.epoch


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
    """Return a function that gives the data key of each partner of this stream, and of a counselor."""

    def find(author: Author) -> bytes | None:
        if not isinstance(author, Partner):
            return data_keys.data_key(UUID(author.id))
        person = granted.people.of(author)
        return data_keys.data_key(person.id, person.epoch)

    return find


@lru_cache(maxsize=256)
def exercise(definition: str) -> Exercise:
    """Return the exercise of a stored version. Versions never change, so it is cached. Raises DoesNotHold."""
    try:
        return catalog.exercise_of(versions.body_of(definition))
    except holding.DoesNotHold:
        raise reading.DoesNotHold from None
