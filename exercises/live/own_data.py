"""A person's own words in sessions and ledgers, to take along. Never a word of the other's."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from couples.accounts.models import User
from exercises.core.events import content_fields
from exercises.core.keepsake import keepsake
from exercises.core.kind import Step
from exercises.core.session import Past, Session
from exercises.core.text import GONE
from exercises.live import access
from exercises.live.access import Caller, Seat
from exercises.live.models import Stream
from exercises.live.store import drafts, streams
from exercises.translate import Reader, in_language


def shared(user: User) -> dict[str, Any]:
    """Every session with the own words that both could read, and every agreement in the own copy."""
    seats = _seats(user)
    sessions = [_session(seat) for seat in seats if seat.kind == Stream.Kind.SESSION]
    ledgers = [seat for seat in seats if seat.kind == Stream.Kind.LEDGER]
    return {
        "sessions": sessions,
        "agreements": [entry for seat in ledgers for entry in _agreements(seat)],
    }


def private(user: User) -> dict[str, Any]:
    """Everything ever put into a form here, opened or not, and what was typed and not sent."""
    sessions = [seat for seat in _seats(user) if seat.kind == Stream.Kind.SESSION]
    return {
        "all_that_you_wrote": [words for seat in sessions for words in _all_contents(seat)],
        "typed_and_not_sent": [typed for seat in sessions for typed in drafts.all_of(seat)],
    }


def _seats(user: User) -> list[Seat]:
    own = Stream.objects.filter(couple__memberships__user=user).order_by("started_at", "pk")
    return [access.author(stream, Caller(user.pk)) for stream in own.values_list("pk", flat=True).distinct()]


def _session(seat: Seat) -> dict[str, Any]:
    session: Session = streams.state_at(seat)
    reader = Reader(seat.partner, seat.names, session.carried.get("speaker"))
    present = [] if session.over else [Past(session.index, session.here, session.state)]
    steps = session.exercise.steps
    said = [_step(steps[past.index], past, seat, reader) for past in (*session.past, *present)]
    return {
        "exercise": in_language(session.exercise.title),
        "begun": seat.started_at,
        "steps": [step for step in said if step["words"]],
    }


def _step(step: Step, past: Past, seat: Seat, reader: Reader) -> dict[str, Any]:
    shares = step.kind.shares(past.here, past.state, seat.partner) if step.kind.shares else ()
    words = [{"under": reader.text(label), "words": reader.plain(value)} for label, value in shares]
    return {"step": in_language(step.title), "words": words}


def _agreements(seat: Seat) -> list[dict[str, Any]]:
    reader = Reader(seat.partner, seat.names)
    kept = keepsake(streams.state_at(seat), seat.partner, timezone.localtime())
    return [{"with": seat.names.of(seat.partner.other), **_entry(entry, reader)} for entry in reversed(kept)]


def _entry(entry: dict[str, Any], reader: Reader) -> dict[str, Any]:
    author = reader.names.of(entry["author"])
    days = {name: entry[name] for name in ("on", "starts", "review", "closed_on")}
    return {"kind": entry["kind"], "by": author, "words": entry["words"], **days}


def _all_contents(seat: Seat) -> list[dict[str, Any]]:
    found = []
    for event in streams.events_after(seat, 0):
        names = (
            [each.name for each in content_fields(event)]
            if getattr(event, "by", None) is seat.partner
            else []
        )
        contents = {name: getattr(event, name) for name in names if getattr(event, name) not in (None, GONE)}
        if contents:
            found.append({"begun": seat.started_at, **contents})
    return found
