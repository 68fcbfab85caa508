"""The poll: once every few seconds per process, renew leases and find connections whose view may have changed.

It makes broadcasts optional: without them, a screen is late by one poll. It does not know what changed.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from django.db import DatabaseError, InterfaceError
from django.db.models import OuterRef, Subquery

from couples import clock
from couples.accounts.models import SignIn, User
from couples.among import Among
from couples.keys import data_keys
from couples.pairing.models import Membership
from exercises.core.pair import Observer
from exercises.live.database_threads import in_database
from exercises.live.models import Stream
from exercises.live.notify import open_rooms
from exercises.live.notify.broadcast import Viewpoint
from exercises.live.store import presence, streams

POLL_SECONDS: Final = 4.0
"""Average seconds between polls. Each wait varies by up to a quarter, so that processes do not poll together."""

_PARTNERS: Final = ("person_a", "person_b")

log = logging.getLogger(__name__)


class Polled(Protocol):
    """An open connection, as the poll sees it."""

    viewpoint: Viewpoint
    person: UUID
    session_key: str
    stale: bool
    fingerprint: object

    async def poll(self, fingerprint: object) -> None:
        """Receive a fingerprint unlike the last, because the view may have changed, or None: the sign-in has ended."""


@dataclass(frozen=True)
class Fingerprints:
    """The result of one poll. `signed_in`: the valid sign-ins.

    `viewpoints`, `people`: for each a value that differs when the view or a membership may have changed, and when the
    person's own sign-ins may have ended. Nothing of a sign-in is in the partner's fingerprint.
    """

    viewpoints: dict[Viewpoint, int]
    people: dict[UUID, int]
    signed_in: frozenset[str]

    def of(self, connection: Polled) -> object:
        """Return the fingerprint of this connection, or None if its sign-in has ended."""
        if connection.session_key not in self.signed_in:
            return None
        return self.viewpoints.get(connection.viewpoint), self.people.get(connection.person)


@dataclass
class Poller:
    connections: set[Polled] = field(default_factory=set)
    _of_person: dict[UUID, set[Polled]] = field(default_factory=lambda: defaultdict(set))
    _polling: dict[Polled, asyncio.Future[None]] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None

    def add(self, connection: Polled) -> None:
        self.connections.add(connection)
        self._of_person[connection.person].add(connection)
        streams.memory.pin(connection.viewpoint[0])
        data_keys.pin(connection.person)
        if self._task is None or self._task.done() or self._task.get_loop() is not asyncio.get_running_loop():
            self._task = asyncio.create_task(self._run())

    def count(self, viewpoint: Viewpoint, person: UUID) -> int:
        """Return how many connections of this person are open at the viewpoint."""
        return sum(connection.viewpoint == viewpoint for connection in self._of_person.get(person, ()))

    def mark_stale(self, person: UUID) -> None:
        """Mark this person's connections in this process: their access may have ended. Callable from any thread."""
        for connection in list(self._of_person.get(person, ())):
            connection.stale = True

    def drop(self, connection: Polled) -> None:
        if connection not in self.connections:
            return
        self.connections.discard(connection)
        self._of_person[connection.person].discard(connection)
        if not self._of_person[connection.person]:
            del self._of_person[connection.person]
        streams.memory.unpin(connection.viewpoint[0])
        data_keys.unpin(connection.person)

    async def _run(self) -> None:
        while self.connections:
            await asyncio.sleep(POLL_SECONDS * random.uniform(0.75, 1.25))  # nosec B311 # spreads load
            connections = list(self.connections)
            try:
                fingerprints = await in_database(
                    read_fingerprints, [(w.viewpoint, w.person, w.session_key) for w in connections]
                )
            except (DatabaseError, InterfaceError) as trouble:
                log.warning("poll_missed", extra={"kind": type(trouble).__name__})
                continue
            for connection in connections:
                fingerprint = fingerprints.of(connection)
                if fingerprint is None or fingerprint != connection.fingerprint:
                    self._tell(connection, fingerprint)

    def _tell(self, connection: Polled, fingerprint: object) -> None:
        """Poll each connection in a task of its own, so that a slow or broken one does not delay the others."""
        if connection not in self._polling:
            task = self._polling[connection] = asyncio.ensure_future(connection.poll(fingerprint))
            task.add_done_callback(lambda _task: self._polling.pop(connection, None))


def read_fingerprints(watched: Collection[tuple[Viewpoint, UUID, str]]) -> Fingerprints:
    """Renew the leases of all polled connections, and read their fingerprints, in a fixed number of queries."""
    now = clock.now()
    visitors = {person for (_stream, viewer), person, _key in watched if isinstance(viewer, Observer)}
    presence.renew({(stream, person) for (stream, _viewer), person, _key in watched}, visitors)
    keys = {key for *_rest, key in watched}
    open_rooms.use(keys)
    held = SignIn.objects.filter(Among("session_key", keys), expire_date__gt=now)
    return Fingerprints(
        _viewpoints({viewpoint for viewpoint, *_rest in watched}, now),
        _people({person for _viewpoint, person, _key in watched}),
        frozenset(held.values_list("session_key", flat=True)),
    )


def _viewpoints(wanted: Collection[Viewpoint], now: datetime) -> dict[Viewpoint, int]:
    """For each viewpoint: the last record that changed its view, who is here, and the memberships of the partners."""
    streams = {stream for stream, _viewer in wanted}
    visitors: dict[UUID, set[UUID]] = defaultdict(set)
    for stream, person in presence.visitors_of(streams, now):
        visitors[stream].add(person)
    rows = Stream.objects.filter(Among("pk", streams)).values_list(
        *("pk", "head_a", "head_b", "head_o"),
        *(presence.is_here(partner, now) for partner in _PARTNERS),
        *(_epoch(partner) for partner in _PARTNERS),
    )
    rooms = {stream: ({"a": a, "b": b, "o": o}, tuple(common)) for stream, a, b, o, *common in rows}
    found: dict[Viewpoint, int] = {}
    for stream, viewer in wanted:
        if stream in rooms:
            heads, common = rooms[stream]
            found[stream, viewer] = hash((heads[viewer.value], common, frozenset(visitors.get(stream, ()))))
    return found


def _people(wanted: Collection[UUID]) -> dict[UUID, int]:
    """For each person: what ends all their sign-ins."""
    people = User.objects.filter(Among("pk", wanted)).values_list("pk", "is_active", "password")
    return {person: hash((is_active, password)) for person, is_active, password in people}


def _epoch(person: str) -> Subquery:
    """Query the key epoch of this partner while they are a member, None afterwards."""
    member = Membership.objects.filter(couple=OuterRef("couple"), user=OuterRef(person), left_at__isnull=True)
    return Subquery(member.values("user__key_epoch"))


poller = Poller()
