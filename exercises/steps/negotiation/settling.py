"""What an item enters into the couple's ledger.

A limit when it is shared; an agreement once both accept the same words; what is put off at once; a yes, and words that
got a no, when the item is left. `key`: names the item within its session.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exercises.core.pair import Pair
from exercises.core.settlement import Closing, Declining, Settled, Settlement
from exercises.core.text import Gone
from exercises.steps.negotiation.item import NOES, Accepted, Item, PutOff, Reworded, Withdrawn


def limit(item: Item, key: str) -> Settlement:
    return Settlement("limit", item.author, _only_of_writer(item), key=key, entry=item.entry)


def on_move(item: Item, event: Any, key: str) -> Sequence[Settled]:
    """Return what a move settles, given the item after it."""
    if isinstance(event, Reworded):
        return (limit(item, key),)
    if isinstance(event, Accepted) and item.outcome == "agreed":
        return (_agreement(item, event, key),)
    if isinstance(event, PutOff):
        entry, by, weeks = item.entry, item.version.by, item.version.weeks
        words, times = _only_of_writer(item), item.times
        return (
            Settlement(
                item.kind, by, words, until=event.until, weeks=weeks, times=times, key=key, entry=entry
            ),
        )
    if isinstance(event, Withdrawn) and item.is_listed:
        return (Closing(event.by, key, item.entry),)
    return ()


def left(item: Item, key: str) -> Sequence[Settled]:
    """Return what an item settles when the two leave it."""
    words = item.version.words
    if item.kind == "request" and item.outcome == "yes":
        return (Settlement("request", item.version.by, Pair(words, words), key=key, entry=item.entry),)
    if item.outcome not in NOES:
        return ()
    closing = [Closing(item.answerer, key, item.entry)] if item.is_listed else []
    return [*closing, Declining(item.version.by, words)]


def _agreement(item: Item, event: Accepted, key: str) -> Settlement:
    """Return an entry in force from the next day and reviewed after the agreed number of weeks."""
    weeks, words, days = item.version.weeks, item.version.words, item.version.dates(event.at)
    return Settlement(
        item.kind, item.author, Pair(words, words), *days, weeks=weeks, key=key, entry=item.entry
    )


def _only_of_writer(item: Item) -> Pair[str | Gone | None]:
    return Pair[str | Gone | None](None, None).put(item.version.by, item.version.words)
