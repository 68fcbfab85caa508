"""Whether what is stored about people is what was stored last by an act here, and refusing where it is not."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model

from couples.facts import kinds, macs
from couples.facts.kinds import KINDS, PERSON, Facts
from couples.keys import latest
from couples.security_log import Kind, note

Columns = Mapping[str, Any]
Look = Callable[[Columns], Any]
"""Returns from the covered columns of a row what of it was relied on."""


class DoesNotHold(Exception):
    """What is stored about a person was not stored by an act here. Nothing has been opened or changed."""


@dataclass(frozen=True)
class Held:
    """What holds about one person, as it was read at one moment."""

    _facts: Facts

    def rows(self, model: type[Model]) -> list[Columns]:
        """Return the covered columns of each of the person's rows of this kind."""
        kind = KINDS[model]
        return [{name: row[name] for name in kind.columns} for row in self._facts.of(kind)]

    def has(self, row: Model, look: Look) -> bool:
        """Return whether this very row, as it was read and used, is among what holds."""
        model = row._meta.model  # of somebody signed in, there is a proxy
        used = look({name: getattr(row, name) for name in KINDS[model].columns})
        return used in map(look, self.rows(model))


def who_hold(people: Collection[UUID]) -> set[UUID]:
    """Return those about whom everything is as it was stored last, in a fixed number of queries.

    Who changed between two of them is looked at again, under a lock.
    """
    return set(_that_hold(people))


def require(*people: UUID) -> None:
    """Raise DoesNotHold, and note it, unless everything about each of these people holds."""
    if who_hold(people) != set(people):
        refuse()


def held(person: UUID) -> Held:
    """Return what holds about this person. Raises DoesNotHold, and notes it, if something does not."""
    return held_of(person)[person]


def held_of(*people: UUID) -> dict[UUID, Held]:
    """Return what `held` does for each of these people, in a fixed number of queries."""
    found = _that_hold(people)
    if found.keys() != set(people):
        refuse()
    return {person: Held(facts) for person, facts in found.items()}


def require_used(person: UUID, row: Model, look: Look) -> Held:
    """Return what holds about this person. Raises DoesNotHold, and notes it, unless a proof was compared with that.

    Call it after the comparison, with the very row that was compared. Who writes to the main database can put another
    row there for that moment, and the right one back: so it is not enough that everything holds before or afterwards.
    """
    found = held(person)
    if not found.has(row, look):
        refuse()
    return found


def held_among(people: Collection[UUID]) -> dict[UUID, Held]:
    """Return what `held_of` does, without those about whom something does not hold, which is noted."""
    found = _that_hold(people)
    if found.keys() != set(people):
        note(Kind.MAC_BROKEN)
    return {person: Held(facts) for person, facts in found.items()}


def refuse() -> None:
    note(Kind.MAC_BROKEN)
    raise DoesNotHold


def among(found: dict[UUID, Facts], format: int | None = None) -> set[UUID]:
    """Return those whose facts, as just read, are signed, in the present format or in this one, and the latest."""
    signed = {
        person: facts.mac for person, facts in found.items() if facts.is_signed_in(format or macs.FORMAT)
    }
    return latest.holding(PERSON, signed)


def lock(people: Collection[Any]) -> None:
    """Lock these people's rows until the transaction ends, in the order of their ids."""
    rows = get_user_model()._base_manager.select_for_update(no_key=True).filter(pk__in=people)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _that_hold(people: Collection[UUID]) -> dict[UUID, Facts]:
    hold = _read(people)
    if doubtful := set(people) - hold.keys():
        with transaction.atomic():
            lock(doubtful)
            hold |= _read(doubtful)
    return hold


def _read(people: Collection[UUID]) -> dict[UUID, Facts]:
    found = kinds.read(people)
    return {person: found[person] for person in among(found)}
