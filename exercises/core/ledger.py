"""A couple's ledger: limits, accepted requests, agreements, and proposals that were put off to a later day.

A limit is closed by its author, every other entry by either partner alone. An agreement is in force from the next
day, on trial until its review date; it is never renewed by silence. No screen says who ended what. What each may do
with it is in `ledger_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from exercises.core.text import Gone

from .ledger_events import Closed, Declined, Kept, Listed, Parted, Renewed, ToldHow, WantsToRenew
from .pair import Pair, Partner

GRACE: Final = timedelta(days=14)
"""How long after its review date an agreement can still be renewed; then it lapses."""


@dataclass(frozen=True)
class Settlement:
    """An entry that a session causes. `words`: the copy of each partner; None if that partner gets no copy.

    `until`: the day to which a proposal is put off; then it is not in force. `weeks`: the proposed time until its
    review; `times`: how often each has put it off. `key`: names the entry within its session, `entry`: in the ledger.
    An entry that is there already is listed anew.
    """

    kind: str
    author: Partner
    words: Pair[str | Gone | None]
    starts: date | None = None
    review: date | None = None
    until: date | None = None
    weeks: int = 0
    times: Pair[int] = field(default_factory=lambda: Pair(0, 0))
    key: str = ""
    entry: str = ""


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
class Line:
    """`told`: how it went since the last review, as each sees it. `history`: what happened to it, and when."""

    listed: Listed
    words: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))
    closed_on: date | None = None
    review: date | None = None
    renewing: Pair[int | None] = field(default_factory=lambda: Pair(None, None))
    told: Pair[str | Gone | None] = field(default_factory=lambda: Pair(None, None))
    history: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Ledger:
    """`declined`: words that got a no, the oldest first."""

    lines: Mapping[str, Line] = field(default_factory=dict)
    parted_on: date | None = None
    declined: tuple[Declined, ...] = ()


def enter(entry: str, settled: Settled, at: datetime) -> list[Any]:
    """Return the events that write what was settled into the ledger, for the entry of this id."""
    today = at.date()
    if isinstance(settled, Closing):
        return [Closed(settled.by, entry, today)]
    if isinstance(settled, Declining):
        return [Declined(settled.author, today, settled.words)]
    days = (today, settled.starts, settled.review, settled.until)
    listed = Listed(entry, settled.kind, settled.author, *days, settled.weeks, *settled.times)
    kept = [Kept(who, entry, settled.words.of(who)) for who in Partner if settled.words.of(who) is not None]
    return [listed, *kept]


def evolve(ledger: Ledger, event: Any) -> Ledger:
    if isinstance(event, Parted):
        return replace(ledger, parted_on=event.on)
    if isinstance(event, Declined):
        return replace(ledger, declined=(*ledger.declined, event))
    line = ledger.lines.get(event.entry)
    changed = _listed(line, event) if isinstance(event, Listed) else line and _changed(line, event)
    return replace(ledger, lines={**ledger.lines, event.entry: changed}) if changed else ledger


def _listed(before: Line | None, event: Listed) -> Line:
    was_in_force = before is not None and before.listed.until is None
    what = "put_off" if event.until else "changed" if was_in_force else "settled"
    return Line(event, review=event.review, history=_after(before, what, event.on))


def _changed(line: Line, event: Any) -> Line:
    match event:
        case Kept(by, _, words):
            return replace(line, words=line.words.put(by, words))
        case Closed(_, _, on):
            return replace(line, closed_on=on, history=_after(line, "ended", on))
        case WantsToRenew(by, _, weeks):
            return replace(line, renewing=line.renewing.put(by, weeks))
        case ToldHow(by, _, how):
            return replace(line, told=line.told.put(by, how))
        case Renewed(_, review, on):
            history = _after(line, "renewed", on) if on else line.history
            return replace(Line(line.listed, line.words, review=review), history=history)
    return line


def _after(line: Line | None, what: str, on: date) -> tuple[tuple[str, date], ...]:
    return (*(line.history if line else ()), (what, on))


def standing(line: Line, today: date) -> str:
    """Return the state of an entry on a date.

    That is starts_soon, standing, review_due, lapsed or closed; of what is put off, later or look_again.
    """
    if line.closed_on is not None:
        return "closed"
    if line.listed.until:
        return "later" if today < line.listed.until else "look_again"
    if line.listed.starts and today < line.listed.starts:
        return "starts_soon"
    if line.review and today > line.review + GRACE:
        return "lapsed"
    return "review_due" if line.review and today >= line.review else "standing"
