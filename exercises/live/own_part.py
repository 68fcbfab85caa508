"""What one partner can do in sessions now, by what they are offered themselves: for their home page and their mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from exercises.core import rules
from exercises.core.session import evolve
from exercises.live.access import Caller, PartnerAccess
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import several, streams


@dataclass(frozen=True)
class OwnPart:
    """`entered`: whether they have joined; `to_do`: whether something is theirs to do now."""

    entered: bool
    to_do: bool


NO_PART: Final = OwnPart(entered=False, to_do=False)


def own_parts(found: Iterable[Stream], user: UUID) -> dict[UUID, OwnPart]:
    """Return this partner's part in each of these sessions, without those that do not hold."""
    return {granted.stream: _own(state, granted) for granted, state in _states(found, user)}


def came_to_them(couple: UUID, user: UUID) -> list[datetime]:
    """Return for each session apart with something for this partner to do when it came to them by the other's act."""
    apart = Stream.objects.filter(couple=couple, status=Stream.Status.APART)
    to_do = [granted for granted, state in _states(apart, user) if _own(state, granted).to_do]
    return [moment for moment in map(_came, to_do) if moment]


def _states(found: Iterable[Stream], user: UUID) -> list[tuple[PartnerAccess, Any]]:
    granted = several.of_partner([stream.pk for stream in found], Caller(user))
    states = several.states(granted.values())
    return [(granted[pk], state) for pk, state in states.items()]


def _own(state: Any, granted: PartnerAccess) -> OwnPart:
    return OwnPart(state.entered.of(granted.partner), rules.has_own_part(state, granted.partner))


def _came(granted: PartnerAccess) -> datetime | None:
    """Return when what they can do now came to them; None if they have done something here since."""
    records = RecordedEvent.objects.filter(stream=granted.stream, sequence__lte=granted.head)
    coming = iter(streams.events_of(granted))
    state, before, came = streams.initial_state(granted), None, None
    for at, person, events in records.order_by("sequence").values_list("at", "person", "events"):
        for _stored in events:
            state = evolve(state, next(coming))
        now = state.visit if rules.has_own_part(state, granted.partner) else None
        if person == granted.who:
            came = None
        elif now != before:
            came = at
        before = now
    return came
