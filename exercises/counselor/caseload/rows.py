"""The rows of a counselor's list: one for each couple, in her order, filtered and searched as she asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from couples.counseling.caseload import LinkedPair
from couples.counseling.scopes import SCOPES, Scope
from exercises.counselor.caseload.facts import Facts
from exercises.counselor.caseload.words import short

PAGE_SIZE: Final = 25


class Order(StrEnum):
    NEXT = "next"
    ATTENTION = "attention"
    NAME = "name"


class Only(StrEnum):
    """Which couples are listed. `NOTHING`: those who do not allow her anything. `ENDED`, `INVITED`: no couples of hers
    any more, or not yet."""

    ALL = ""
    ATTENTION = "attention"
    TODAY = "today"
    NOTHING = "nothing"
    INVITED = "invited"
    ENDED = "ended"


@dataclass(frozen=True)
class Now:
    """The day here, by which something is due, and the moment where she is, by which she meets somebody today."""

    today: date
    at: datetime


@dataclass(frozen=True)
class Row:
    """One couple: `allowed` is what both allow, and `facts` what of it is shown."""

    pair: LinkedPair
    allowed: frozenset[Scope]
    facts: Facts
    now: Now = field(compare=False)

    @property
    def needs_attention(self) -> bool:
        return self.facts.needs_attention(self.now.today)

    @property
    def is_late(self) -> bool:
        return self.facts.due is not None and self.facts.due.is_late(self.now.today)

    @property
    def meets_today(self) -> bool:
        meets_at, at = self.pair.meets_at, self.now.at
        return meets_at is not None and meets_at.astimezone(at.tzinfo).date() == at.date()

    @property
    def signs(self) -> list[tuple[str, bool]]:
        """Each scope in a word or two, and whether both allow it."""
        return [(short(one), one in self.allowed) for one in SCOPES]

    @property
    def new(self) -> list[tuple[Scope, str]]:
        """The scopes under which there is something new to read, each with a word or two."""
        return [(one, short(one)) for one in SCOPES if one in self.facts.new]

    @property
    def differs(self) -> list[str]:
        """A word or two for each scope under which a marked item is seen differently."""
        return [short(one) for one in SCOPES if one in self.facts.differs]

    @property
    def shown(self) -> str:
        """What the page says that it shows of this couple, so that it closes when that may not be shown any more."""
        return f"{self.pair.link.hex}:{','.join(one.value for one in SCOPES if one in self.allowed)}"

    def within(self, allowed: frozenset[Scope]) -> Row:
        """Return the row with no more than these scopes allow."""
        both = self.allowed & allowed
        return Row(self.pair, both, self.facts.within(both), self.now)


def chosen(rows: Iterable[Row], only: Only, order: Order, words: str) -> list[Row]:
    """Return the rows that she asks for, in her order. `words`: a part of a name or of her label."""
    wanted = words.casefold()
    found = [row for row in rows if _is_wanted(row, only) and wanted in _text(row.pair)]
    return sorted(found, key=lambda row: _key(row, order))


def _is_wanted(row: Row, only: Only) -> bool:
    match only:
        case Only.ATTENTION:
            return row.needs_attention
        case Only.TODAY:
            return row.meets_today
        case Only.NOTHING:
            return not row.allowed
    return True


def _text(pair: LinkedPair) -> str:
    return "\n".join([*pair.names, pair.label]).casefold()


def _key(row: Row, order: Order) -> tuple[Any, ...]:
    pair = row.pair
    meeting = (pair.meets_at is None, pair.meets_at or row.now.at)
    name = (*(each.casefold() for each in pair.names), pair.link)
    match order:
        case Order.ATTENTION:
            return not row.needs_attention, *meeting, *name
        case Order.NAME:
            return name
    return *meeting, not row.needs_attention, *name
