"""The poll: once every few seconds per process, renew leases and find connections whose view may have changed.

It makes broadcasts optional: without them, a screen is late by one poll. It does not know what changed.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from couples.keys import data_keys
from couples.pairing.models import Membership
from exercises.core.pair import Observer, Partner, Viewer
from exercises.live.database_threads import in_database
from exercises.live.models import Lease, Stream
from exercises.live.notify.broadcast import Viewpoint
from exercises.live.store import presence, streams

POLL_SECONDS: Final = 4.0
"""Average seconds between polls. Each wait varies by up to a quarter, so that processes do not poll together."""

_HEADS: Final[Mapping[Viewer, str]] = {viewer: f"head_{viewer.value}" for viewer in (*Partner, Observer())}

log = logging.getLogger(__name__)


class Polled(Protocol):
    """An open connection, as the poll sees it."""

    viewpoint: Viewpoint
    person: UUID
    session_key: str
    stale: bool

    async def poll(self, fingerprint: object) -> None:
        """Receive the fingerprint: a new value means the view may have changed, None that the sign-in has ended."""


@dataclass(frozen=True)
class Fingerprints:
    """The result of one poll: a value for each viewpoint that differs when its view or access may have changed, and the
    valid sign-ins."""

    viewpoints: dict[Viewpoint, int]
    signed_in: frozenset[str]

    def of(self, viewpoint: Viewpoint) -> object:
        return self.viewpoints.get(viewpoint)


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
            await asyncio.sleep(POLL_SECONDS * random.uniform(0.75, 1.25))
            connections = list(self.connections)
            try:
                fingerprints = await in_database(
                    read_fingerprints, [(w.viewpoint, w.person, w.session_key) for w in connections]
                )
            except (DatabaseError, InterfaceError) as trouble:
                log.warning("poll_missed", extra={"kind": type(trouble).__name__})
                continue
            for connection in connections:
                good = connection.session_key in fingerprints.signed_in
                self._tell(connection, fingerprints.of(connection.viewpoint) if good else None)

    def _tell(self, connection: Polled, fingerprint: object) -> None:
        """Poll each connection in a task of its own, so that a slow or broken one does not delay the others."""
        if connection not in self._polling:
            task = self._polling[connection] = asyncio.ensure_future(connection.poll(fingerprint))
            task.add_done_callback(lambda _task: self._polling.pop(connection, None))


def read_fingerprints(watched: Collection[tuple[Viewpoint, UUID, str]]) -> Fingerprints:
    """Renew the leases of all polled connections, and read their fingerprints, in a fixed number of queries."""
    now = timezone.now()
    visitors = {person for (_stream, viewer), person, _key in watched if isinstance(viewer, Observer)}
    presence.renew({(stream, person) for (stream, _viewer), person, _key in watched}, visitors)
    sessions = Session.objects.filter(session_key__in={key for *_rest, key in watched}, expire_date__gt=now)
    return Fingerprints(
        _fingerprints({viewpoint for viewpoint, *_rest in watched}),
        frozenset(sessions.values_list("session_key", flat=True)),
    )


def _fingerprints(viewpoints: Collection[Viewpoint]) -> dict[Viewpoint, int]:
    """For each viewpoint: the last record that changed its view, who is here, and what access depends on."""
    streams = {stream for stream, _viewer in viewpoints}
    heads = {
        row.pop("id"): row for row in Stream.objects.filter(pk__in=streams).values("id", *_HEADS.values())
    }
    here = Lease.objects.filter(stream__in=streams, until__gt=timezone.now()).values_list("stream", "person")
    people = Membership.objects.filter(couple__streams__in=streams).values_list(
        *("couple__streams", "user", "left_at"),
        *("user__is_active", "user__password", "user__key_epoch"),
    )
    common: dict[UUID, set[object]] = {stream: set() for stream in streams}
    for stream, *rest in [*here, *people]:
        common.setdefault(stream, set()).add(tuple(rest))
    return {
        (stream, viewer): hash((frozenset(common[stream]), heads.get(stream, {}).get(_HEADS[viewer])))
        for stream, viewer in viewpoints
    }


poller = Poller()
