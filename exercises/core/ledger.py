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

from .ledger_events import Closed, Declined, Kept, KeptEarlier, Listed, Parted, Renewed, ToldHow, WantsToRenew
from .pair import Pair
from .settlement import Closing, Copies, Declining, Earlier, Settled, kept_by

GRACE: Final = timedelta(days=14)
"""How long after its review date an agreement can still be renewed; then it lapses."""


@dataclass(frozen=True)
class Line:
    """`told`: how it went since the last review, as each sees it; `told_before`: until then. `history`: what happened
    to it, and when."""

    listed: Listed
    words: Copies = field(default_factory=lambda: Pair(None, None))
    earlier: Mapping[int, Earlier] = field(default_factory=dict)
    closed_on: date | None = None
    review: date | None = None
    renewing: Pair[int | None] = field(default_factory=lambda: Pair(None, None))
    told: Copies = field(default_factory=lambda: Pair(None, None))
    told_before: Copies = field(default_factory=lambda: Pair(None, None))
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
    a, b = settled.times
    listed = Listed(entry, settled.kind, settled.author, *days, settled.weeks, a, b, settled.words_by)
    kept = [Kept(who, entry, words) for who, words in kept_by(settled.words)]
    earlier = [KeptEarlier(who, entry, n, by, said) for who, n, by, said in settled.kept_earlier()]
    return [listed, *kept, *earlier]


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
        case KeptEarlier(by, _, number, said_by, words):
            known = line.earlier.get(number, Earlier(said_by, Pair(None, None))).words
            return replace(line, earlier={**line.earlier, number: Earlier(said_by, known.put(by, words))})
        case Closed(_, _, on):
            return replace(line, closed_on=on, history=_after(line, "ended", on))
        case WantsToRenew(by, _, weeks):
            return replace(line, renewing=line.renewing.put(by, weeks))
        case ToldHow(by, _, how):
            return replace(line, told=line.told.put(by, how))
        case Renewed(_, review, on):
            history = _after(line, "renewed", on) if on else line.history
            begun_again = Line(line.listed, line.words, line.earlier, told_before=line.told)
            return replace(begun_again, review=review, history=history)
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
