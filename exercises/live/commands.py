"""The only way to change a stream: load, decide, append. The caller acknowledges after the commit, then announces."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from couples.keys import data_keys
from exercises.core import ledger, rules
from exercises.core import view as views
from exercises.core.events import WordsTakenBack
from exercises.core.ledger import Ledger
from exercises.core.offer import Ask
from exercises.core.pair import Observer, Partner, Viewer
from exercises.core.rules import Outcome
from exercises.core.session import Session
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live import access
from exercises.live.access import Caller, PartnerAccess
from exercises.live.models import RecordedEvent, Stream
from exercises.live.notify.broadcast import Viewpoint
from exercises.live.store import drafts, ledgers, records, streams


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
    """A command that is committed, now or when it came before.

    `seat` and `state`: the sender's seat and the stream's state after it, as authorised and read in the command's own
    transaction, so that the sender's look needs neither again. `changed`: where something looks different now.
    """

    granted: PartnerAccess
    state: Any
    changed: tuple[Viewpoint, ...] = ()


def submit(stream: UUID, caller: Caller, command: Command) -> Done:
    """Carry out a command once.

    Raises access.Shut (the stream is not, or no longer, theirs) or Refused: then nothing happened, and whatever was
    typed is kept as a draft, whichever the reason and whichever way it came.
    """
    try:
        return records.with_retries(partial(_carry_out, stream, caller, command))
    except Refused:
        if command.fields:
            save_draft(stream, caller, command.visit, command.name, command.fields)
        raise


def save_draft(stream: UUID, caller: Caller, visit: int, name: str, fields: Mapping[str, Any]) -> bool:
    """Keep what was typed into a form and not accepted. Returns whether it was; raises access.Shut.

    Not for a visit that is still to come, which no form of ours can name, nor for a ledger, which has no drafts.
    """
    granted = access.of_partner(stream, caller)
    state = streams.state_at(granted)
    return isinstance(state, Session) and visit <= state.visit and drafts.save(granted, visit, name, fields)


def _carry_out(stream: UUID, caller: Caller, command: Command) -> Done:
    """One attempt, inside a transaction: authorise, decide at the head, append behind it. Raises IntegrityError if
    somebody else was first."""
    granted = access.of_partner(stream, caller)
    state = streams.state_at(granted)
    if _happened_before(granted, command):
        return Done(granted, state)
    ask = Ask(
        by=granted.partner,
        name=command.name,
        visit=command.visit,
        at=timezone.localtime(),
        chance=secrets.randbits(256),
        raw=command.fields,
    )
    if isinstance(state, Ledger):
        return _change_ledger(granted, state, ask, command)
    return _change_session(granted, state, ask, command)


def _change_ledger(granted: PartnerAccess, before: Ledger, ask: Ask, command: Command) -> Done:
    events = ledger.decide(before, ask)
    return _append(granted, command, events, streams.evolve_all(before, events), ask.at, tuple(Partner))


def _change_session(granted: PartnerAccess, before: Session, ask: Ask, command: Command) -> Done:
    """With what its events mean elsewhere: the session's place, the couple's ledger, the sender's drafts."""
    outcome = rules.outcome(before, ask)
    status = _status(outcome.after)
    if status != granted.status and status == Stream.Status.ROOM:
        _check_that_room_is_free(granted)
    after = _without_words_taken_back(granted, outcome)
    seen_by = _seen_by(granted, before, after, ask.at) if outcome.events else ()
    done = _append(granted, command, outcome.events, after, ask.at, seen_by)
    drafts.forget(granted, command.visit, command.name, before.visit)
    if status != granted.status:
        changed = Stream.objects.filter(pk=granted.stream)
        changed.update(status=status, played_through=after.played_through)
    if outcome.settled:
        ledgers.enter(granted, list(outcome.settled), ask.at)
    return replace(done, granted=replace(done.granted, status=status))


def _append(
    granted: PartnerAccess,
    command: Command,
    events: Sequence[Any],
    after: Any,
    at: datetime,
    seen_by: Sequence[Viewer],
) -> Done:
    """Write the record. The state is handed on, and remembered once it is committed, as a reader of the records would
    find it."""
    seen_by = tuple(seen_by) if events else ()
    whole = records.append(granted, command.id, command.body, events, at, seen_by)
    granted = replace(granted, head=granted.head + 1)
    state = after if whole else streams.rebuilt(granted)
    transaction.on_commit(partial(streams.remember, granted, state))
    return Done(granted, state, tuple((granted.stream, viewer) for viewer in seen_by))


def _without_words_taken_back(granted: PartnerAccess, outcome: Outcome) -> Session:
    """The session after the outcome. Taking words back empties the very records, in this transaction."""
    taken = [event for event in outcome.events if isinstance(event, WordsTakenBack)]
    for event in taken:
        records.take_words_out(granted.stream, event.by, event.past)
    after: Session = streams.rebuilt(granted) if taken else outcome.after
    return after


def _seen_by(granted: PartnerAccess, before: Session, after: Session, at: datetime) -> tuple[Viewer, ...]:
    """For whom something looks different: always who acted; the other, and observers, only if their sight differs.

    Else the other's tabs would be woken by a private act, draw the same screen, and tell by their delay.
    """

    def differs(viewer: Viewer) -> bool:
        return views.view_of(before, viewer, at) != views.view_of(after, viewer, at)

    others: tuple[Viewer, ...] = (granted.partner.other, Observer())
    return (granted.partner, *filter(differs, others))


def _happened_before(granted: PartnerAccess, command: Command) -> bool:
    past = RecordedEvent.objects.filter(stream=granted.stream, person=granted.me.id, command_id=command.id)
    mac = past.values_list("body_mac", flat=True).first()
    if mac is None:
        return False
    if not data_keys.is_mac(bytes(mac), "command", command.body):
        raise Refused("repeated", _("This was sent before with other contents. Please send it anew."))
    return True


def _status(session: Session) -> Stream.Status:
    if session.over:
        return Stream.Status.OVER
    return Stream.Status.ASIDE if session.set_aside else Stream.Status.ROOM


def _check_that_room_is_free(granted: PartnerAccess) -> None:
    others = Stream.objects.filter(couple=granted.couple, kind=Stream.Kind.SESSION, status=Stream.Status.ROOM)
    if others.exclude(pk=granted.stream).exists():
        raise Refused("not_your_turn", _("Another session is in the room. End it or set it aside first."))
