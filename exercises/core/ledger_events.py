"""The events of a couple's ledger. Stored for ever: see CONTRIBUTING."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from exercises.core.text import Gone

from .events import TakesBack, content
from .pair import Partner


@dataclass(frozen=True)
class Listed:
    entry: str
    kind: str
    author: Partner
    on: date
    starts: date | None = None
    review: date | None = None
    until: date | None = None
    weeks: int = 0
    times_a: int = 0
    times_b: int = 0
    words_by: Partner | None = None


@dataclass(frozen=True)
class Kept:
    """The copy of an entry's words that `by` keeps under their own key."""

    by: Partner
    entry: str
    words: str | Gone | None = content()


@dataclass(frozen=True)
class KeptEarlier:
    """The copy that `by` keeps of what `said_by` said before the words of an entry; `number`: from 0."""

    by: Partner
    entry: str
    number: int
    said_by: Partner
    words: str | Gone | None = content()


@dataclass(frozen=True)
class Closed(TakesBack):
    """An entry was withdrawn or ended by one partner alone."""

    by: Partner
    entry: str
    on: date


@dataclass(frozen=True)
class WantsToRenew:
    by: Partner
    entry: str
    weeks: int


@dataclass(frozen=True)
class Renewed:
    entry: str
    review: date
    on: date | None = None


@dataclass(frozen=True)
class ToldHow:
    """How an agreement went, as `by` sees it: well, partly or not_really."""

    by: Partner
    entry: str
    how: str | Gone = content()


@dataclass(frozen=True)
class Declined:
    """Words of `by` that got a no. They are in no list; for some days `by` can't propose them again."""

    by: Partner
    on: date
    words: str | Gone = content()


@dataclass(frozen=True)
class Parted(TakesBack):
    """The two are no longer a couple here: nothing can be added, ended or renewed. Who left is not recorded."""

    on: date


EVENTS: Final[dict[str, type]] = {
    "ledger.listed": Listed,
    "ledger.kept": Kept,
    "ledger.kept_earlier": KeptEarlier,
    "ledger.closed": Closed,
    "ledger.wants_to_renew": WantsToRenew,
    "ledger.renewed": Renewed,
    "ledger.told_how": ToldHow,
    "ledger.declined": Declined,
    "ledger.parted": Parted,
}
