"""One item of a negotiation (a limit, a request or an agreement) and the moves each partner can make on it.

A limit is about its author and complete when shared: nobody accepts or declines it. No is a complete answer to a
request. An agreement needs both partners to accept exactly the same words. Silence has no effect.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from exercises.core.events import content
from exercises.core.pair import Pair, Partner, neither
from exercises.core.settlement import Version
from exercises.core.text import GONE, Gone

KINDS: Final = ("limit", "request", "agreement")
WEEKS: Final = (2, 3, 4)


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
    """`answer`: yes, no or time (to think). On a yes, the accepted words are copied under the answerer's own key."""

    by: Partner
    answer: str
    words: str | Gone | None = content()


@dataclass(frozen=True)
class HasRead:
    by: Partner


@dataclass(frozen=True)
class Withdrawn:
    by: Partner


EVENTS: Final[dict[str, type]] = {
    "negotiation.asked": Asked,
    "negotiation.offered": Offered,
    "negotiation.accepted": Accepted,
    "negotiation.answered": Answered,
    "negotiation.has_read": HasRead,
    "negotiation.withdrawn": Withdrawn,
}


@dataclass(frozen=True)
class Item:
    """`outcome`: open, shared (a limit), yes, no, time, agreed or withdrawn. `thread`: what was said, oldest first."""

    author: Partner
    kind: str
    versions: tuple[Version, ...]
    accepted: Pair[bool] = field(default_factory=neither)
    outcome: str = "open"
    read: bool = False
    thread: tuple[Any, ...] = ()

    @property
    def version(self) -> Version:
        return self.versions[-1]

    @property
    def answerer(self) -> Partner:
        """The partner who is to answer: the one who did not write the present words."""
        return self.version.by.other


def lay(author: Partner, kind: str, words: str | Gone | None, weeks: int) -> Item:
    """Return a new item. If its kind was erased, the item is withdrawn."""
    known = kind if kind in KINDS else "limit"
    outcome = "withdrawn" if kind not in KINDS else ("shared" if kind == "limit" else "open")
    return Item(author, known, (Version(author, GONE if words is None else words, weeks),), outcome=outcome)


def moves(item: Item, by: Partner) -> list[str]:
    """Return the names of the moves that `by` can make, those that go forward first."""
    if item.outcome == "withdrawn":
        return []
    other_side = ["ask"] if by is not item.author else (["reply"] if item.thread else [])
    own = ["withdraw"] if by is item.author and item.outcome != "agreed" else []
    if item.kind == "limit":
        return (["read"] if by is not item.author and not item.read else []) + other_side + own
    if item.outcome == "agreed":
        return []
    readable = not isinstance(item.version.words, Gone)
    if item.kind == "agreement":
        accept = (
            ["accept"] if readable and not item.accepted.of(by) and item.outcome in ("open", "time") else []
        )
        answers = ["say_no", "need_time"] if by is item.answerer and item.outcome == "open" else []
        return accept + answers + ["offer"] + other_side + own
    if by is not item.answerer:
        return other_side + own
    given = {"yes": "say_yes", "no": "say_no", "time": "need_time"}.get(item.outcome)
    possible = ("say_yes", "say_no", "need_time") if readable else ("say_no", "need_time")
    still_open = [name for name in possible if name != given]
    return [*still_open, "offer", *other_side, *own]


def evolve(item: Item, event: Any) -> Item:
    """Return the item after a move."""
    match event:
        case Asked():
            return replace(item, thread=(*item.thread, event))
        case Offered(by, weeks, words):
            versions = (*item.versions, Version(by, words, weeks))
            return replace(item, versions=versions, accepted=neither(), outcome="open")
        case Accepted(by):
            accepted = item.accepted.put(by, True)
            return replace(item, accepted=accepted, outcome="agreed" if all(accepted) else item.outcome)
        case Answered(_, answer):
            return replace(item, outcome=answer)
        case HasRead():
            return replace(item, read=True)
        case Withdrawn():
            return replace(item, outcome="withdrawn")
    return item
