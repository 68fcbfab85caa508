"""What a person wrote in sessions and ledgers, for their data export. It never contains what the partner wrote."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.utils import timezone

from couples.accounts.models import User
from couples.lock.locks import OpenStore
from exercises.core.events import content_fields
from exercises.core.kind import Step
from exercises.core.ledger import Ledger
from exercises.core.ledger_view import retained_entries
from exercises.core.session import Past, Session
from exercises.core.text import GONE
from exercises.live import access
from exercises.live.access import AccessDenied, Caller, PartnerAccess
from exercises.live.models import Stream
from exercises.live.store import drafts, several, streams
from exercises.translate import Reader, in_language


def shared(user: User) -> dict[str, Any]:
    """Return every session with what this person wrote and both could read, and their copy of every agreement."""
    own = _own_streams(user.pk)
    ledgers = [(granted, state) for granted, state in own if isinstance(state, Ledger)]
    return {
        "sessions": [_session(granted, state) for granted, state in own if isinstance(state, Session)],
        "agreements": [entry for granted, state in ledgers for entry in _agreements(granted, state)],
    }


def private(open_store: OpenStore) -> dict[str, Any]:
    """Return everything this person submitted, opened or not, and their drafts."""
    own = _own_streams(open_store.person)
    sessions = [granted for granted, state in own if isinstance(state, Session)]
    return {
        "all_that_you_wrote": [words for granted in sessions for words in _all_contents(granted)],
        "typed_and_not_sent": [typed for granted in sessions for typed in drafts.exported(granted)],
    }


def _own_streams(person: UUID) -> list[tuple[PartnerAccess, Any]]:
    """Return the access to each session and ledger of this person, and its state. What does not hold is left out."""
    own = Stream.objects.filter(couple__memberships__user=person).order_by("started_at", "pk")
    granted = []
    for stream in own.values_list("pk", flat=True).distinct():
        with suppress(AccessDenied):
            granted.append(access.of_author(stream, Caller(person)))
    states = several.states(granted)
    return [(one, states[one.stream]) for one in granted if one.stream in states]


def _session(granted: PartnerAccess, session: Session) -> dict[str, Any]:
    reader = Reader(granted.partner, granted.names, session.carried.get("speaker"))
    steps = session.exercise.steps
    said = [_step(steps[past.index], past, granted, reader) for past in session.so_far]
    return {
        "exercise": in_language(session.exercise.title),
        "begun": granted.started_at,
        "steps": [step for step in said if step["words"]],
    }


def _step(step: Step, past: Past, granted: PartnerAccess, reader: Reader) -> dict[str, Any]:
    shares = step.kind.shares(past.here, past.state, granted.partner) if step.kind.shares else ()
    words = [{"under": reader.text(label), "words": reader.plain(value)} for label, value in shares]
    return {"step": in_language(step.title), "words": words}


def _agreements(granted: PartnerAccess, ledger: Ledger) -> list[dict[str, Any]]:
    reader = Reader(granted.partner, granted.names)
    kept = retained_entries(ledger, granted.partner, timezone.localtime())
    return [
        {"with": granted.names.of(granted.partner.other), **_entry(entry, reader)} for entry in reversed(kept)
    ]


def _entry(entry: dict[str, Any], reader: Reader) -> dict[str, Any]:
    author, words_by = reader.names.of(entry["author"]), reader.names.of(entry["words_by"])
    days = {name: entry[name] for name in ("on", "starts", "review", "closed_on")}
    said = {
        "words": entry["words"],
        "words_by": words_by,
        "came_before": [each["words"] for each in entry["earlier"]],
    }
    return {"kind": entry["kind"], "by": author, **said, **days}


def _all_contents(granted: PartnerAccess) -> list[dict[str, Any]]:
    found = []
    for event in streams.events_of(granted):
        names = (
            [each.name for each in content_fields(event)]
            if getattr(event, "by", None) is granted.partner
            else []
        )
        contents = {name: getattr(event, name) for name in names if getattr(event, name) not in (None, GONE)}
        if contents:
            found.append({"begun": granted.started_at, **contents})
    return found
