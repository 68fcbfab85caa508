"""The couple's limits, requests and agreements, as one partner reads them during the couple and after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from couples.accounts.models import User
from couples.pairing.models import Couple
from couples.privacy import leaving
from exercises.agreements import letter
from exercises.agreements.letter import Letter
from exercises.core import ledger_view
from exercises.core.ledger import Ledger
from exercises.core.ledger_view import retained_entries
from exercises.core.pair import Pair, Partner
from exercises.live import access
from exercises.live.access import AccessDenied, Caller
from exercises.live.store import ledgers, several, streams
from exercises.translate import Reader


@dataclass(frozen=True)
class Letters:
    """The entries of a couple, newest first: in force or starting soon, ended, and put off to a later day."""

    in_force: tuple[Letter, ...] = ()
    ended: tuple[Letter, ...] = ()
    put_off: tuple[Letter, ...] = ()
    names: Pair[str] | None = None

    @property
    def due(self) -> list[Letter]:
        return [one for one in self.in_force if one.is_due]

    @property
    def others_in_force(self) -> list[Letter]:
        return [one for one in self.in_force if not one.is_due]

    @property
    def on_trial(self) -> list[Letter]:
        return [one for one in self.others_in_force if one.is_on_trial]

    @property
    def settled(self) -> list[Letter]:
        """Limits, requests with a yes, and agreements that were renewed."""
        return [one for one in self.others_in_force if not one.is_on_trial]

    @property
    def come_back(self) -> list[Letter]:
        """What was put off to a day that has come."""
        return [one for one in self.put_off if one.has_come_back]

    @property
    def to_look_at(self) -> list[Letter]:
        """What the two may look at again now."""
        return [*self.due, *self.come_back]

    @property
    def for_later(self) -> list[Letter]:
        return [one for one in self.put_off if not one.has_come_back]


@dataclass(frozen=True)
class Former:
    """What a former partner keeps of a couple that has ended."""

    name: str
    ended_at: datetime | None
    letters: tuple[Letter, ...]


def of_couple(couple: Couple, caller: Caller) -> Letters:
    """Return everything the couple settled, with the forms that this person may use.

    Nothing for who is not, or no longer, one of the two: the couple may end while a page is being made.
    """
    stream = ledgers.of_couple(couple.pk)
    if stream is None:
        return Letters()
    try:
        granted = access.of_partner(stream.pk, caller)
        state = streams.state_at(granted)
    except AccessDenied:
        return Letters()
    return letters(state, Reader(granted.partner, granted.names), timezone.localtime())


def letters(state: Ledger, reader: Reader, at: datetime) -> Letters:
    """Return the entries of this ledger as `reader` sees them at the time `at`."""
    found = [letter.of_entry(entry, reader) for entry in ledger_view.view(state, reader.viewer, at)]
    in_force = tuple(one for one in found if not one.has_ended and not one.is_put_off)
    ended = tuple(one for one in found if one.has_ended)
    return Letters(in_force, ended, tuple(one for one in found if one.is_put_off), reader.names)


def of_former_couples(user: User) -> list[Former]:
    """Return what this person keeps of each ended couple, the latest first."""
    earlier = leaving.earlier_couples(user)
    of = ledgers.of_couples(couple.pk for couple, _name in earlier)
    granted = several.of_former_partner(of.values(), Caller(user.pk))
    states, now, found = several.states(granted.values()), timezone.localtime(), []
    for couple, name in earlier:
        if (stream := of.get(couple.pk)) in states:
            mine = granted[stream]
            kept = retained(states[stream], Reader(mine.partner, mine.names), now)
            found.append(Former(name, couple.ended_at, kept))
    return [one for one in found if one.letters]


def retained(state: Ledger, reader: Reader, at: datetime) -> tuple[Letter, ...]:
    """Return the reader's copy of a ledger whose couple has ended, without forms."""
    viewer = reader.viewer
    kept = retained_entries(state, viewer, at) if isinstance(viewer, Partner) else []
    return tuple(letter.of_retained(entry, reader) for entry in kept)
