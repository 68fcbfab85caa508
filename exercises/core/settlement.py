"""What a session enters into the couple's ledger, and the exact words that an agreement is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256

from exercises.core.text import Gone

from .pair import Pair, Partner

Copies = Pair[str | Gone | None]
"""The copy of each partner; None if that partner gets no copy."""


def kept_by(copies: Copies) -> list[tuple[Partner, str | Gone | None]]:
    """Return each copy that there is, with the partner who keeps it."""
    return [(who, copies.of(who)) for who in Partner if copies.of(who) is not None]


@dataclass(frozen=True)
class Earlier:
    """Words of `by` that came before those of an entry: what was asked first, or another way that had a yes."""

    by: Partner
    words: Copies


@dataclass(frozen=True)
class Settlement:
    """An entry that a session causes. `words_by`: whose the words are, if they are not the author's.

    `earlier`: what came before its words, oldest first; it is kept with the entry. `until`: the day to which a proposal
    is put off; then it is not in force. `weeks`: the proposed time until its review; `times`: how often each has put it
    off. `key`: names the entry within its session, `entry`: in the ledger. An entry that is there already is listed
    anew.
    """

    kind: str
    author: Partner
    words: Copies
    starts: date | None = None
    review: date | None = None
    words_by: Partner | None = None
    earlier: tuple[Earlier, ...] = ()
    until: date | None = None
    weeks: int = 0
    times: Pair[int] = field(default_factory=lambda: Pair(0, 0))
    key: str = ""
    entry: str = ""

    def kept_earlier(self) -> list[tuple[Partner, int, Partner, str | Gone | None]]:
        """Return each copy of what came before: who keeps it, its number, who said it, and the words."""
        numbered = enumerate(self.earlier)
        return [(who, n, one.by, words) for n, one in numbered for who, words in kept_by(one.words)]


@dataclass(frozen=True)
class Closing:
    """An entry that `by` ends in a session. `key` and `entry`: as in `Settlement`."""

    by: Partner
    key: str = ""
    entry: str = ""


@dataclass(frozen=True)
class Declining:
    """Words of `author` that got a no in a session. They make no entry."""

    author: Partner
    words: str | Gone
    key: str = ""
    entry: str = ""


Settled = Settlement | Closing | Declining


@dataclass(frozen=True)
class Version:
    """Words for an agreement that one partner puts forward. `weeks`: until the two look at it again; 0: no date."""

    by: Partner
    words: str | Gone
    weeks: int

    @property
    def digest(self) -> str:
        """The hash that an acceptance must carry: SHA-256 of the exact words and the weeks until the review."""
        if isinstance(self.words, Gone):
            return "gone"
        return sha256(f"{self.weeks}\n{self.words}".encode()).hexdigest()

    def dates(self, accepted_at: datetime) -> tuple[date, date | None]:
        """Return when an agreement in these words is in force, the next day, and when it is looked at again."""
        starts = accepted_at.date() + timedelta(days=1)
        return starts, starts + timedelta(weeks=self.weeks) if self.weeks else None
