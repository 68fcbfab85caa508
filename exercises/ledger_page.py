"""The couple's ledger as one of the two reads it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from couples import leaving
from couples.models import Couple, User
from exercises import access, forms, ledgers, streams
from exercises.access import Caller
from exercises.core import ledger
from exercises.core.keepsake import keepsake
from exercises.wording import Reader


def stream_of(couple: Couple) -> UUID | None:
    found = ledgers.of_couple(couple.pk)
    return found.pk if found else None


def entries(couple: Couple, caller: Caller) -> list[dict[str, Any]]:
    """Every entry, newest first, with the forms that this person may use on it."""
    stream = stream_of(couple)
    if stream is None:
        return []
    seat = access.seat(stream, caller)
    reader = Reader(seat.partner, seat.names)
    seen = ledger.view(streams.state_at(seat), seat.partner, timezone.localtime())
    return [_entry(entry, reader) for entry in seen]


def _entry(entry: dict[str, Any], reader: Reader) -> dict[str, Any]:
    commands = [forms.shown(offer, 0, reader, {}, {}) for offer in entry["commands"]]
    shown: dict[str, Any] = reader.shown({**entry, "commands": []})
    return shown | {"commands": commands}


def earlier(user: User) -> list[dict[str, Any]]:
    """For each couple that has parted, the last one first: with whom, and what this person keeps in their own copy."""
    found = []
    for couple, name in leaving.earlier_couples(user):
        stream = stream_of(couple)
        kept = _kept(stream, Caller(user.pk)) if stream else []
        found.append({"name": name, "ended_at": couple.ended_at, "entries": kept})
    return [one for one in found if one["entries"]]


def _kept(stream: UUID, caller: Caller) -> list[dict[str, Any]]:
    seat = access.keepsake(stream, caller)
    reader = Reader(seat.partner, seat.names)
    kept = keepsake(streams.state_at(seat), seat.partner, timezone.localtime())
    shown: list[dict[str, Any]] = [reader.shown(entry) for entry in kept]
    return shown
