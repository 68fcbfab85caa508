"""A couple's ledger: limits, accepted requests and agreements that remain after a session.

A limit is closed by its author, every other entry by either partner alone. An agreement is in force from the next
day, on trial until its review date; it is never renewed by silence. No screen says who ended what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from exercises.core.offer import Ask, Offer
from exercises.core.text import Gone, Refused
from exercises.core.text import say as _

from .events import content
from .fields import Choice, Hidden, Option
from .pair import Pair, Partner
from .refusals import CHANGED_SINCE_OPENED
from .settlement import Copies, Earlier, Settlement, kept_by

GRACE: Final = timedelta(days=14)
"""How long after its review date an agreement can still be renewed; then it lapses."""


@dataclass(frozen=True)
class Listed:
    entry: str
    kind: str
    author: Partner
    on: date
    starts: date | None = None
    review: date | None = None
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
class Closed:
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


@dataclass(frozen=True)
class Parted:
    """The two are no longer a couple here: nothing can be added, ended or renewed. Who left is not recorded."""

    on: date


EVENTS: Final[dict[str, type]] = {
    "ledger.listed": Listed,
    "ledger.kept": Kept,
    "ledger.kept_earlier": KeptEarlier,
    "ledger.closed": Closed,
    "ledger.wants_to_renew": WantsToRenew,
    "ledger.renewed": Renewed,
    "ledger.parted": Parted,
}


@dataclass(frozen=True)
class Line:
    listed: Listed
    words: Copies = field(default_factory=lambda: Pair(None, None))
    earlier: Mapping[int, Earlier] = field(default_factory=dict)
    closed_on: date | None = None
    review: date | None = None
    renewing: Pair[int | None] = field(default_factory=lambda: Pair(None, None))


@dataclass(frozen=True)
class Ledger:
    lines: Mapping[str, Line] = field(default_factory=dict)
    parted_on: date | None = None


def enter(entry: str, settled: Settlement, at: datetime) -> list[Any]:
    """Return the events that write a settlement into the ledger under the id `entry`."""
    days = (at.date(), settled.starts, settled.review)
    listed = Listed(entry, settled.kind, settled.author, *days, settled.words_by)
    kept = [Kept(who, entry, words) for who, words in kept_by(settled.words)]
    earlier = [KeptEarlier(who, entry, n, by, said) for who, n, by, said in settled.kept_earlier()]
    return [listed, *kept, *earlier]


def evolve(ledger: Ledger, event: Any) -> Ledger:
    if isinstance(event, Parted):
        return replace(ledger, parted_on=event.on)
    line = ledger.lines.get(event.entry)
    match event:
        case Listed():
            line = Line(event, review=event.review)
        case Kept(by, _, words) if line:
            line = replace(line, words=line.words.put(by, words))
        case KeptEarlier(by, _, number, said_by, words) if line:
            known = line.earlier.get(number, Earlier(said_by, Pair(None, None))).words
            line = replace(line, earlier={**line.earlier, number: Earlier(said_by, known.put(by, words))})
        case Closed(_, _, on) if line:
            line = replace(line, closed_on=on)
        case WantsToRenew(by, _, weeks) if line:
            line = replace(line, renewing=line.renewing.put(by, weeks))
        case Renewed(_, review) if line:
            line = replace(line, review=review, renewing=Pair(None, None))
    return replace(ledger, lines={**ledger.lines, event.entry: line}) if line else ledger


def standing(line: Line, today: date) -> str:
    """Return starts_soon, standing, review_due, lapsed or closed, from the entry and the date."""
    if line.closed_on is not None:
        return "closed"
    if line.listed.starts and today < line.listed.starts:
        return "starts_soon"
    if line.review and today > line.review + GRACE:
        return "lapsed"
    return "review_due" if line.review and today >= line.review else "standing"


def offers(ledger: Ledger, by: Partner, at: datetime) -> list[Offer]:
    """Return what `by` may do. An entry can be ended at any time; renewing needs both, and a review that is due."""
    found: list[Offer] = []
    if ledger.parted_on is not None:
        return found
    for entry, line in ledger.lines.items():
        now = standing(line, at.date())
        this = Hidden(name="entry", label=_("Entry"), value=entry)
        if now in ("closed", "lapsed"):
            continue
        if line.listed.kind != "limit" or line.listed.author is by:
            label = (
                _("Withdraw it") if now == "starts_soon" or line.listed.kind != "agreement" else _("End it")
            )
            found.append(Offer(name="close", label=label, fields=(this,), style="quiet"))
        if now == "review_due" and line.renewing.of(by) is None:
            weeks = tuple(Option(str(n), _("{number} weeks", number=n)) for n in (2, 4, 8))
            again = Choice(name="weeks", label=_("Look at it again after"), choices=weeks)
            found.append(Offer(name="renew", label=_("Keep it going"), fields=(this, again), style="plain"))
    return found


def decide(ledger: Ledger, ask: Ask) -> list[Any]:
    """Return the events of a command on the ledger. Raises Refused."""
    entry = ask.raw.get("entry")
    open_to = offers(ledger, ask.by, ask.at)
    named = (
        each for each in open_to if each.name == ask.name and getattr(each.fields[0], "value", "") == entry
    )
    offer = next(named, None)
    if offer is None:
        raise Refused("moved_on", CHANGED_SINCE_OPENED)
    values = offer.clean(ask.raw)
    if ask.name == "close":
        return [Closed(ask.by, values["entry"], ask.at.date())]
    weeks = int(values["weeks"])
    other = ledger.lines[values["entry"]].renewing.of(ask.by.other)
    wants = WantsToRenew(ask.by, values["entry"], weeks)
    if other is None:
        return [wants]
    review = ask.at.date() + timedelta(weeks=min(weeks, other))
    return [wants, Renewed(values["entry"], review)]
