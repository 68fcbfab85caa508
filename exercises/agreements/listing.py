"""The couple's limits, requests and agreements as one of the two reads them: in force, ended, or kept after parting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from couples.accounts.models import User
from couples.pairing.models import Couple
from couples.privacy import leaving
from exercises.agreements import letter
from exercises.agreements.letter import Letter
from exercises.core import ledger
from exercises.core.ledger import Ledger
from exercises.core.pair import Partner
from exercises.core.retained import retained_entries
from exercises.live import access
from exercises.live.access import Caller
from exercises.live.store import ledgers, streams
from exercises.translate import Reader


@dataclass(frozen=True)
class Letters:
    """All of a couple, newest first: what is in force, or soon, and what has ended."""

    in_force: tuple[Letter, ...] = ()
    ended: tuple[Letter, ...] = ()


@dataclass(frozen=True)
class Former:
    """What somebody keeps of a couple that has ended."""

    name: str
    ended_at: datetime | None
    letters: tuple[Letter, ...]


def of_couple(couple: Couple, caller: Caller) -> Letters:
    """Everything the couple settled, with the forms that this person may use on it."""
    stream = ledgers.of_couple(couple.pk)
    if stream is None:
        return Letters()
    granted = access.of_partner(stream.pk, caller)
    return letters(streams.state_at(granted), Reader(granted.partner, granted.names), timezone.localtime())


def letters(state: Ledger, reader: Reader, at: datetime) -> Letters:
    """The same of a ledger that is at hand."""
    found = [letter.of_entry(entry, reader) for entry in ledger.view(state, reader.viewer, at)]
    in_force = tuple(one for one in found if not one.has_ended)
    return Letters(in_force, tuple(one for one in found if one.has_ended))


def of_former_couples(user: User) -> list[Former]:
    """For each couple that has ended, the latest first: with whom, and what this person keeps in their own copy."""
    found = []
    for couple, name in leaving.earlier_couples(user):
        stream = ledgers.of_couple(couple.pk)
        if stream is None:
            continue
        granted = access.of_former_partner(stream.pk, Caller(user.pk))
        kept = retained(
            streams.state_at(granted), Reader(granted.partner, granted.names), timezone.localtime()
        )
        found.append(Former(name, couple.ended_at, kept))
    return [one for one in found if one.letters]


def retained(state: Ledger, reader: Reader, at: datetime) -> tuple[Letter, ...]:
    """What the reader keeps of a ledger whose couple has ended; to read, and nothing else."""
    viewer = reader.viewer
    kept = retained_entries(state, viewer, at) if isinstance(viewer, Partner) else []
    return tuple(letter.of_retained(entry, reader) for entry in kept)
