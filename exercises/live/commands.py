"""Carry out commands: the only way to change a stream.

Load the state, decide, append. The caller acknowledges after the commit, and then broadcasts.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

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
from exercises.live.models import Stream
from exercises.live.notify.broadcast import Viewpoint
from exercises.live.store import drafts, ledgers, records, streams


@dataclass(frozen=True)
class Command:
    """A command as it was received, not validated. `id` is new for each command and stays the same on retries."""

    id: UUID
    name: str
    visit: int
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return json.dumps([self.name, self.visit, dict(self.fields)], sort_keys=True).encode()


@dataclass(frozen=True)
class Done:
    """The result of a committed command, also of a repeated one.

    `granted` and `state`: the sender's access and the stream's state after it, from the command's own transaction, so
    that the sender's screen is made without reading them again. `changed`: the viewpoints whose view changed.
    """

    granted: PartnerAccess
    state: Any
    changed: tuple[Viewpoint, ...] = ()


def submit(stream: UUID, caller: Caller, command: Command) -> Done:
    """Carry out a command once.

    Raises AccessDenied or Refused, and then nothing has changed. When it is refused, what was typed is kept as a
    draft, for both protocols and for posted forms.
    """
    try:
        return _submit(stream, caller, command)
    except Refused:
        if command.fields:
            save_draft(stream, caller, command.visit, command.name, command.fields)
        raise


def save_draft(stream: UUID, caller: Caller, visit: int, name: str, fields: Mapping[str, Any]) -> bool:
    """Keep what was typed into a form and not accepted. Returns whether it was kept; raises AccessDenied.

    Nothing is kept for a future visit, which no form of ours names, or for a ledger, which has no drafts.
    """
    granted = access.of_partner(stream, caller)
    state = streams.state_at(granted)
    return isinstance(state, Session) and visit <= state.visit and drafts.save(granted, visit, name, fields)


def _submit(stream: UUID, caller: Caller, command: Command) -> Done:
    """Carry it out at once: whether it happened before is only asked when that fails, for no id is recorded twice."""
    try:
        with transaction.atomic():
            return _carry_out(stream, caller, command)
    except (IntegrityError, Refused):
        return records.with_retries(partial(_carry_out_once, stream, caller, command))


def _carry_out_once(stream: UUID, caller: Caller, command: Command) -> Done:
    granted = access.of_partner(stream, caller)
    if records.happened_before(granted, command.id, command.body):
        return Done(granted, streams.state_at(granted))
    return _carry_out(stream, caller, command)


def _carry_out(stream: UUID, caller: Caller, command: Command) -> Done:
    """Make one attempt inside a transaction: authorise, decide at the head, append.

    Raises IntegrityError if another command was appended first, or this one before.
    """
    granted = access.of_partner(stream, caller)
    state = streams.state_at(granted)
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
    """Change the session, its status, the couple's ledger and the sender's drafts."""
    outcome = rules.outcome(before, ask)
    status = _status(outcome.after)
    if status != granted.status and status == Stream.Status.ROOM:
        _check_that_room_is_free(granted)
    after = _without_words_taken_back(granted, outcome)
    seen_by = _seen_by(granted, before, after, ask.at) if outcome.events else ()
    changed = {"status": status, "played_through": after.played_through} if status != granted.status else {}
    done = _append(granted, command, outcome.events, after, ask.at, seen_by, **changed)
    drafts.forget(granted, command.visit, command.name, before.visit)
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
    **changed: Any,
) -> Done:
    """Write the record. Return the new state, as replaying the records would give it, and cache it on commit."""
    seen_by = tuple(seen_by) if events else ()
    whole = records.append(granted, command.id, command.body, events, at, seen_by, **changed)
    granted = replace(granted, head=granted.head + 1)
    state = after if whole else streams.rebuilt(granted)
    transaction.on_commit(partial(streams.remember, granted, state))
    return Done(granted, state, tuple((granted.stream, viewer) for viewer in seen_by))


def _without_words_taken_back(granted: PartnerAccess, outcome: Outcome) -> Session:
    """Return the session after the outcome. Words taken back are removed from the records, in this transaction."""
    taken = [event for event in outcome.events if isinstance(event, WordsTakenBack)]
    for event in taken:
        records.take_words_out(granted.stream, event.by, event.past)
    after: Session = streams.rebuilt(granted) if taken else outcome.after
    return after


def _seen_by(granted: PartnerAccess, before: Session, after: Session, at: datetime) -> tuple[Viewer, ...]:
    """Return the viewers to notify: the sender always, the partner and observers only if their view differs.

    Notifying the partner of a private act would make their connection redraw the same screen, and the delay would
    reveal the act.
    """

    def differs(viewer: Viewer) -> bool:
        return views.view_of(before, viewer, at) != views.view_of(after, viewer, at)

    others: tuple[Viewer, ...] = (granted.partner.other, Observer())
    return (granted.partner, *filter(differs, others))


def _status(session: Session) -> Stream.Status:
    if session.over:
        return Stream.Status.OVER
    return Stream.Status.ASIDE if session.set_aside else Stream.Status.ROOM


def _check_that_room_is_free(granted: PartnerAccess) -> None:
    others = Stream.objects.filter(couple=granted.couple, kind=Stream.Kind.SESSION, status=Stream.Status.ROOM)
    if others.exclude(pk=granted.stream).exists():
        raise Refused("not_your_turn", _("Another session is open. End it or set it aside first."))
