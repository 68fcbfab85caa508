"""Carry out commands: the only way to change a stream.

Load the state, decide, append. The caller acknowledges after the commit, and then broadcasts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from couples import traces
from exercises.core.ledger import Ledger
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live import access
from exercises.live.access import Caller, PartnerAccess
from exercises.live.decision import Command, Decision, decide, status_of
from exercises.live.models import Stream
from exercises.live.notify import homes
from exercises.live.notify.broadcast import Viewpoint
from exercises.live.store import differing, drafts, elsewhere, ledgers, readable, records, streams, typed
from exercises.live.store.insert import NewRecord, Written

DRAFT_TOO_LONG: Final = _(
    "This is too long to be kept while you type. Please shorten it. Nothing you typed is lost."
)
DRAFT_NOT_KEPT: Final = _(
    "What you type here can’t be kept: this part is not open now. You can still copy it."
)


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
    """Keep what was typed into a form and not accepted; without fields, drop it. Returns whether it was kept.

    Nothing is kept for a future visit, which no form of ours names, or for a ledger, which has no drafts. Raises
    AccessDenied.
    """
    granted = access.of_partner(stream, caller)
    if not fields:
        return drafts.drop(granted, visit, name)
    state = streams.state_at(granted)
    return isinstance(state, Session) and visit <= state.visit and drafts.save(granted, visit, name, fields)


def keep_draft(stream: UUID, caller: Caller, visit: int, name: str, fields: Mapping[str, Any]) -> None:
    """Keep what is being typed. Raises Refused, with the field that is too long, if it is not kept; or AccessDenied."""
    if save_draft(stream, caller, visit, name, fields):
        return
    if field := typed.too_long(fields):
        raise Refused("invalid", DRAFT_TOO_LONG, {field: DRAFT_TOO_LONG})
    raise Refused("invalid", DRAFT_NOT_KEPT)


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
    decided = decide(granted, streams.state_at(granted), command)
    if decided.opens and elsewhere.look([granted]):
        decided = decide(granted, streams.state_at(granted), command)
    return _write(decided)


def _write(decided: Decision) -> Done:
    """Change the stream; of a session also its status, the couple's ledger and the sender's drafts."""
    if isinstance(decided.before, Ledger):
        seen_by = (one for one in decided.seen_by(decided.after) if isinstance(one, Partner))
        homes.changed(decided.granted.people.of(one).id for one in seen_by)
        return _append(decided, decided.after, **readable.changed(decided.before, decided.after, decided.at))
    granted, status = decided.granted, status_of(decided.after)
    is_new = status != granted.status
    if is_new and status == Stream.Status.ROOM:
        _check_that_room_is_free(granted)
    if is_new:
        homes.changed(person.id for person in granted.people)
    after = _without_words_taken_back(decided)
    changed: dict[str, Any] = readable.changed(decided.before, after, decided.at)
    if is_new:
        changed |= {"status": status, "played_through": after.played_through}
    changed |= differing.changed(granted, decided.before, after)
    done = _append(decided, after, **changed)
    drafts.forget(granted, decided.command.visit, decided.command.name)
    if decided.settled:
        ledgers.enter(granted, list(decided.settled), decided.at)
    return replace(done, granted=replace(done.granted, status=status))


def _append(decided: Decision, after: Any, **changed: Any) -> Done:
    new = new_record(decided, after)
    return appended(decided, new, after, records.append(new, **changed))


def new_record(decided: Decision, after: Any) -> NewRecord:
    """Return the record of the command, given the state after it."""
    command = decided.command
    seen_by = decided.seen_by(after)
    return NewRecord(decided.granted, command.id, command.body, decided.events, decided.at, seen_by)


def appended(decided: Decision, new: NewRecord, after: Any, written: Written) -> Done:
    """Return what has been done by this record, with the state as replaying the records would give it.

    The state is cached on commit.
    """
    granted = replace(decided.granted, head=decided.granted.head + 1)
    state = after if written.is_whole else streams.rebuilt(granted)
    transaction.on_commit(partial(streams.remember, granted, state, written.digest))
    return Done(granted, state, tuple((granted.stream, viewer) for viewer in new.seen_by))


def _without_words_taken_back(decided: Decision) -> Session:
    """Return the session after the command. Words taken back are removed from the records, in this transaction."""
    for event in decided.taken:
        records.take_words_out(decided.granted.stream, event.by, event.past)
        traces.wipe()
    after: Session = streams.rebuilt(decided.granted) if decided.taken else decided.after
    return after


def _check_that_room_is_free(granted: PartnerAccess) -> None:
    others = Stream.objects.filter(couple=granted.couple, kind=Stream.Kind.SESSION, status=Stream.Status.ROOM)
    if others.exclude(pk=granted.stream).exists():
        raise Refused("not_your_turn", _("Another session is open. End it or set it aside first."))
