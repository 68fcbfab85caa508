"""Several streams of one person at once: the access to each and its state, in as many queries as for one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef
from django.utils import timezone

from couples.keys import data_keys
from couples.pairing.models import Membership
from exercises.core.pair import Partner
from exercises.live import access
from exercises.live.access import Caller, PartnerAccess, Rows, StreamAccess
from exercises.live.models import RecordedEvent
from exercises.live.store import event_codec, streams
from exercises.live.store.event_codec import KeyOf

Decide = Callable[[UUID, Caller, Rows], PartnerAccess]
"""A function of `access`."""


def of_partner(wanted: Collection[UUID], caller: Caller) -> dict[UUID, PartnerAccess]:
    """Return what `access.of_partner` does for each of these streams, without those that it denies."""
    return _decided(wanted, caller, access.of_partner)


def of_former_partner(wanted: Collection[UUID], caller: Caller) -> dict[UUID, PartnerAccess]:
    """Return what `access.of_former_partner` does for each of these streams, without those that it denies."""
    return _decided(wanted, caller, access.of_former_partner)


def states(several: Iterable[StreamAccess]) -> dict[UUID, Any]:
    """Return what `streams.state_at` does for each. Those that are not remembered are read together."""
    all_of = list(several)
    _read([granted for granted in all_of if not streams.is_remembered(granted)])
    return {granted.stream: streams.state_at(granted) for granted in all_of}


def _decided(wanted: Collection[UUID], caller: Caller, decide: Decide) -> dict[UUID, PartnerAccess]:
    members = Membership.objects.filter(couple__streams__in=wanted).annotate(stream=F("couple__streams"))
    facts = access.with_facts(members, OuterRef("couple__streams"), caller.session_key or "", timezone.now())
    rows: dict[UUID, Rows] = {}
    for row in facts.values("stream", *access.FIELDS):
        rows.setdefault(row["stream"], []).append(row)
    found = {}
    for stream, both in rows.items():
        with suppress(access.AccessDenied):
            found[stream] = decide(stream, caller, both)
    return found


def _read(several: list[StreamAccess]) -> None:
    """Read the records and the keys of these streams, and remember their states."""
    if not several:
        return
    keys = data_keys.data_keys({one.id: one.epoch for granted in several for one in granted.people})
    events: dict[UUID, list[Any]] = {granted.stream: [] for granted in several}
    of = {granted.stream: granted for granted in several}
    rows = RecordedEvent.objects.filter(stream__in=of).order_by("sequence")
    for stream, number, stored in rows.values_list("stream", "sequence", "events"):
        if number <= of[stream].head:
            events[stream] += event_codec.decode(stored, stream, number, _key_of(of[stream], keys))
    for stream, granted in of.items():
        streams.remember(granted, streams.evolve_all(streams.initial_state(granted), events[stream]))


def _key_of(granted: StreamAccess, keys: Mapping[UUID, bytes]) -> KeyOf:
    def find(partner: Partner) -> bytes | None:
        return keys.get(granted.people.of(partner).id)

    return find
