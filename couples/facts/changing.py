"""The one place that changes what decides about a person: it looks first whether that holds, and signs it afterwards.

What does not hold is never signed by a later act. An act that only takes something away (leaving, withdrawing, an
erasure) still happens to somebody whose facts do not hold, and leaves them as refused as before.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from couples.facts import kinds
from couples.facts.holding import Held, among, lock, refuse
from couples.facts.kinds import PERSON, Facts
from couples.facts.written import Written
from couples.keys import latest


class Change:
    """A change under way. `before`: what held about each person; None for a new one. The others are not signed.

    `takes_away`: also from whoever comes into it later. `written`: what its own statements have written.
    """

    def __init__(self, takes_away: bool) -> None:
        self.takes_away = takes_away
        self.before: dict[UUID, Facts | None] = {}
        self.seen: set[UUID] = set()
        self.written = Written()

    def take_in(self, people: set[UUID], takes_away: bool = False) -> None:
        """Lock people and see who holds. Raises DoesNotHold for anybody who does not, unless it only takes away."""
        lock(people)
        found = kinds.read(people)
        hold = among(found)
        if not (takes_away or self.takes_away) and hold != found.keys():
            refuse()
        self.seen |= people
        self.before |= {person: found[person] for person in hold}

    def add_new(self, person: UUID) -> None:
        """Count a person whose row was just inserted."""
        self.seen.add(person)
        self.before[person] = None

    def held(self, person: UUID) -> Held:
        """Return what held about this person when they came into this change, and whom it has locked since."""
        return Held(self.before.get(person) or Facts())

    def sign(self) -> None:
        """Sign what is stored now, and announce it. Whoever was deleted is forgotten.

        Raises DoesNotHold if there is anything that no statement of this change has written, or if something that they
        have written is not there: another connection, or a trigger, has come between the first look and this one.
        """
        found = kinds.read(self.before)
        for person, before in self.before.items():
            if person in found:
                if not self.written.explains(before or Facts(), found[person]):
                    refuse()
                _announce(person, before.mac if before else None, write_macs(person, found[person]))
            else:
                transaction.on_commit(partial(latest.forget, PERSON, person))


_under_way: Final[ContextVar[Change | None]] = ContextVar("change of what decides", default=None)


@contextmanager
def changing(*people: Any) -> Iterator[Change]:
    """Change what decides about these people, given as themselves or by id, in one transaction. Raises DoesNotHold.

    Within another change it becomes a part of that one.
    """
    with _change(people, takes_away=False) as change:
        yield change


@contextmanager
def taking_away(*people: Any) -> Iterator[Change]:
    """The same for an act that only takes something away: nobody's facts can prevent it."""
    with _change(people, takes_away=True) as change:
        yield change


def under_way() -> Change | None:
    return _under_way.get()


def write_macs(person: UUID, facts: Facts) -> bytes:
    """Write the MACs of these facts where they differ. Returns the one of the person."""
    mac = facts.right_mac
    for kind, row in facts.rows:
        own = kind.row_mac(row)
        new = {"row_mac": own} | ({"facts_mac": mac} if "facts_mac" in row else {})
        if any(bytes(row[name]) != value for name, value in new.items()):
            kind.model._base_manager.filter(pk=row["pk"]).update(**new)
    return mac


@contextmanager
def _change(people: Iterable[Any], takes_away: bool) -> Iterator[Change]:
    ids = {getattr(one, "pk", one) for one in people}
    if outer := _under_way.get():
        if more := ids - outer.seen:
            outer.take_in(more, takes_away)
        yield outer
        return
    with transaction.atomic(using=get_user_model().objects.db):
        change = Change(takes_away)
        if ids:
            change.take_in(ids)
        token = _under_way.set(change)
        try:
            yield change
            change.sign()
        finally:
            _under_way.reset(token)


def _announce(person: UUID, before: bytes | None, after: bytes) -> None:
    if before is None:
        latest.begin(PERSON, person, after)
    elif before != after:
        latest.announce(PERSON, person, before, after)
