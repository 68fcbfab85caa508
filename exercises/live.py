"""The only way to change a stream: load, decide, append. The caller acknowledges after the commit, then announces."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import sleep
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from couples import keys
from exercises import access, drafts, records, streams
from exercises.access import Caller, Seat
from exercises.agreements import store
from exercises.core import ledger, rules, sight
from exercises.core.asking import Ask
from exercises.core.events import WordsTakenBack
from exercises.core.pair import Observer, Partner, Viewer
from exercises.core.session import Session
from exercises.core.words import Refused
from exercises.core.words import say as _
from exercises.hints import Place
from exercises.models import RecordedEvent, Stream

TRIES: Final = 25


@dataclass(frozen=True)
class Command:
    """What somebody wants, as it came in: nothing of it is trusted. `id` is new for each intention, kept on retries."""

    id: UUID
    name: str
    visit: int
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return json.dumps([self.name, self.visit, dict(self.fields)], sort_keys=True).encode()


@dataclass(frozen=True)
class Done:
    """It is committed. `changed`: the places from which something looks different now."""

    changed: tuple[Place, ...] = ()


def submit(stream: UUID, caller: Caller, command: Command) -> Done:
    """Carry out a command once. Raises Refused (nothing happened) or access.Shut (not, or no longer, theirs)."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _carry_out(access.seat(stream, caller), command)
        except IntegrityError:
            sleep(random.uniform(0, 0.005) * attempt)  # somebody else was first: catch up and decide again
    raise Refused("try_again", _("There is a lot going on just now. Please try again."))


def _carry_out(seat: Seat, command: Command) -> Done:
    if _happened_before(seat, command):
        return Done()
    now = timezone.localtime()
    state = streams.state_at(seat)
    ask = Ask(
        by=seat.partner,
        name=command.name,
        visit=command.visit,
        at=now,
        chance=secrets.randbits(256),
        raw=command.fields,
    )
    decide = ledger.decide if isinstance(state, ledger.Ledger) else rules.decide
    events = decide(state, ask)
    seen_by = _seen_by(seat, state, _after(seat, state, events), now) if events else ()
    records.append(seat, command.id, command.body, events, now, seen_by)
    if isinstance(state, Session):
        drafts.forget(seat, command.visit, command.name, state.visit)
        _follow(seat, state, events, now)
    return Done(tuple((seat.stream, viewer) for viewer in seen_by))


def _after(seat: Seat, before: Any, events: list[Any]) -> Any:
    """The state that follows. Taking words back empties the very records, in this transaction."""
    taken = [event for event in events if isinstance(event, WordsTakenBack)]
    for event in taken:
        records.take_words_out(seat.stream, event.by, event.past)
    return streams.rebuilt(seat) if taken else streams.evolve_all(before, events)


def _seen_by(seat: Seat, before: Any, after: Any, at: datetime) -> tuple[Viewer, ...]:
    """For whom something looks different: always who acted; the other, and observers, only if their sight differs.

    Else the other's tabs would be woken by a private act, draw the same screen, and tell by their delay.
    """
    if not isinstance(before, Session):
        return tuple(Partner)

    def differs(viewer: Viewer) -> bool:
        return sight.view(before, viewer, at) != sight.view(after, viewer, at)

    others: tuple[Viewer, ...] = (seat.partner.other, Observer())
    return (seat.partner, *filter(differs, others))


def _happened_before(seat: Seat, command: Command) -> bool:
    past = RecordedEvent.objects.filter(stream=seat.stream, person=seat.me.id, command_id=command.id)
    mac = past.values_list("body_mac", flat=True).first()
    if mac is None:
        return False
    if not keys.is_mac(bytes(mac), "command", command.body):
        raise Refused("repeated", _("This was sent before with other contents. Please send it anew."))
    return True


def _follow(seat: Seat, before: Session, events: list[Any], at: datetime) -> None:
    """What a session's events mean elsewhere, in the same transaction: its place, and the couple's ledger."""
    after: Session = streams.evolve_all(before, events)
    place = _place(after)
    if place != seat.place:
        _take_place(seat, place, after.played_through)
    settled = rules.settled(before, events)
    if settled:
        store.enter(seat, settled, at)


def _place(session: Session) -> Stream.Place:
    if session.over:
        return Stream.Place.OVER
    return Stream.Place.ASIDE if session.set_aside else Stream.Place.ROOM


def _take_place(seat: Seat, place: Stream.Place, played_through: bool) -> None:
    others = Stream.objects.filter(couple=seat.couple, kind=Stream.Kind.SESSION, place=Stream.Place.ROOM)
    if place == Stream.Place.ROOM and others.exclude(pk=seat.stream).exists():
        raise Refused("not_your_turn", _("Another session is in the room. End it or set it aside first."))
    Stream.objects.filter(pk=seat.stream).update(place=place, played_through=played_through)
