"""One item of a negotiation (a limit, a request or an agreement) and what its events make of it.

A limit is about its author and complete when shared: nobody accepts or declines it. No is a complete answer to a
request. An agreement needs both partners to accept exactly the same words. Silence has no effect. Who can make which
move is in `moves`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from exercises.core.events import TakesBack, content
from exercises.core.pair import Pair, Partner, neither
from exercises.core.settlement import Version
from exercises.core.text import GONE, Gone

KINDS: Final = ("limit", "request", "agreement")
WEEKS: Final = (2, 3, 4)
NOES: Final = ("no", "limit")
"""The outcomes with which these words are over: a no, and a no because they touch a limit."""


@dataclass(frozen=True)
class Asked:
    """A question or remark about the item, or a reply. Changes neither its words nor its answer."""

    by: Partner
    words: str | Gone = content()


@dataclass(frozen=True)
class Offered:
    """Other words for the item. Acceptances of earlier words no longer count."""

    by: Partner
    weeks: int
    words: str | Gone = content()


@dataclass(frozen=True)
class Accepted:
    """`version`: the number of the accepted words, from 1. The words and their digest are copied under
    the acceptor's own key."""

    by: Partner
    version: int
    at: datetime
    words: str | Gone = content()
    digest: str | Gone = content()


@dataclass(frozen=True)
class Answered:
    """`answer`: yes, no, limit (no, as it touches a limit of theirs) or time (to think). On a yes, the accepted words
    are copied under the answerer's own key."""

    by: Partner
    answer: str
    words: str | Gone | None = content()
    on: date | None = None


@dataclass(frozen=True)
class HasRead:
    by: Partner


@dataclass(frozen=True)
class Withdrawn(TakesBack):
    by: Partner


@dataclass(frozen=True)
class PutOff:
    """`by` would rather look at it again on a later day. No reason is asked."""

    by: Partner
    until: date


@dataclass(frozen=True)
class Reworded:
    """The author of a limit says it in other words."""

    by: Partner
    words: str | Gone = content()


EVENTS: Final[dict[str, type]] = {
    "negotiation.asked": Asked,
    "negotiation.offered": Offered,
    "negotiation.accepted": Accepted,
    "negotiation.answered": Answered,
    "negotiation.has_read": HasRead,
    "negotiation.withdrawn": Withdrawn,
    "negotiation.put_off": PutOff,
    "negotiation.reworded": Reworded,
}


@dataclass(frozen=True)
class Purpose:
    """What its author said about an item: what it is for, and how the two would know that it works."""

    why: str | Gone | None = None
    works: str | Gone | None = None


@dataclass(frozen=True)
class Item:
    """`outcome`: open, shared (a limit), yes, no, limit (it touches one), time, later (put off), agreed or withdrawn.

    `thread`: what was said, oldest first. `entry`: the entry of the ledger that it continues, or "". `times`: how often
    each has put it off. `declined`: who proposed words that got a no, which, and when.
    """

    author: Partner
    kind: str
    versions: tuple[Version, ...]
    accepted: Pair[bool] = field(default_factory=neither)
    outcome: str = "open"
    read: bool = False
    thread: tuple[Any, ...] = ()
    purpose: Purpose = Purpose()
    entry: str = ""
    times: Pair[int] = field(default_factory=lambda: Pair(0, 0))
    put_off: PutOff | None = None
    declined: tuple[tuple[Partner, str | Gone, date | None], ...] = ()

    @property
    def version(self) -> Version:
        return self.versions[-1]

    @property
    def answerer(self) -> Partner:
        """The partner who is to answer: the one who did not write the present words."""
        return self.version.by.other

    @property
    def changes_an_agreement(self) -> bool:
        """Whether these are other words for an agreement that is in force meanwhile."""
        return bool(self.entry) and self.kind == "agreement" and not any(self.times)

    @property
    def is_listed(self) -> bool:
        """Whether it is in the ledger as a limit, or as put off."""
        return self.kind == "limit" or any(self.times)


def lay(author: Partner, kind: str, words: str | Gone | None, weeks: int) -> Item:
    """Return a new item. If its kind was erased, the item is withdrawn."""
    known = kind if kind in KINDS else "limit"
    outcome = "withdrawn" if kind not in KINDS else ("shared" if kind == "limit" else "open")
    return Item(author, known, (Version(author, GONE if words is None else words, weeks),), outcome=outcome)


def evolve(item: Item, event: Any) -> Item:
    """Return the item after a move."""
    match event:
        case Asked():
            return replace(item, thread=(*item.thread, event))
        case Offered(by, weeks, words):
            versions = (*item.versions, Version(by, words, weeks))
            return replace(item, versions=versions, accepted=neither(), outcome="open")
        case Reworded(by, words):
            return replace(
                item, versions=(*item.versions, Version(by, words, item.version.weeks)), read=False
            )
        case Accepted(by):
            accepted = item.accepted.put(by, True)
            return replace(item, accepted=accepted, outcome="agreed" if all(accepted) else item.outcome)
        case Answered(_, answer, _, on) if answer in NOES:
            said = (item.version.by, item.version.words, on)
            return replace(item, outcome=answer, declined=(*item.declined, said))
        case Answered(_, answer):
            return replace(item, outcome=answer)
        case PutOff(by):
            times = item.times.put(by, item.times.of(by) + 1)
            return replace(item, outcome="later", put_off=event, times=times)
        case HasRead():
            return replace(item, read=True)
        case Withdrawn():
            return replace(item, outcome="withdrawn")
    return item
