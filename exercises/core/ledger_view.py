"""What one viewer may read of a ledger: every entry of a couple, or what a partner retains after a separation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from exercises.core.offer import Offer
from exercises.core.text import Gone

from .ledger import Ledger, Line, standing
from .ledger_rules import look_again, offers
from .pair import Partner, Viewer
from .settlement import Copies


def view(ledger: Ledger, viewer: Viewer, at: datetime) -> list[dict[str, Any]]:
    """Return every entry as this viewer may read it, newest first; an empty list for an observer."""
    if not isinstance(viewer, Partner):
        return []
    open_to = offers(ledger, viewer, at)
    return [_seen(ledger, entry, viewer, at, open_to) for entry in reversed(list(ledger.lines))]


def _seen(ledger: Ledger, entry: str, viewer: Partner, at: datetime, open_to: list[Offer]) -> dict[str, Any]:
    line = ledger.lines[entry]
    return {
        "entry": entry,
        "kind": line.listed.kind,
        "author": line.listed.author,
        "words": _readable(line.words, viewer),
        "words_by": line.listed.words_by or line.listed.author,
        "earlier": [
            {"by": one.by, "asked": number == 0, "words": _readable(one.words, viewer)}
            for number, one in sorted(line.earlier.items())
        ],
        "on": line.listed.on,
        "starts": line.listed.starts,
        "review": line.review,
        "state": standing(line, at.date()),
        "closed_on": line.closed_on,
        "until": line.listed.until,
        "history": line.history,
        "i_renew": line.renewing.of(viewer) is not None,
        "how": _how(line.told, viewer),
        "how_before": _how(line.told_before, viewer),
        "can_be_brought": look_again(ledger, viewer, entry, at),
        "commands": [each for each in open_to if getattr(each.fields[0], "value", "") == entry],
    }


def _readable(copies: Copies, viewer: Partner) -> str | Gone | None:
    """Return the viewer's own copy, or the other's if that is the one that can be read."""
    own, other = copies.of(viewer), copies.of(viewer.other)
    readable = [words for words in (own, other) if words is not None and not isinstance(words, Gone)]
    return readable[0] if readable else own or other


def _how(told: Copies, viewer: Partner) -> list[tuple[Partner, str | Gone]]:
    """Return how it went as each sees it, the viewer first. The partner's is there once both have said it."""
    own, other = told.of(viewer), told.of(viewer.other)
    if own is None:
        return []
    return [(viewer, own)] if other is None else [(viewer, own), (viewer.other, other)]


def retained_entries(ledger: Ledger, viewer: Partner, at: datetime) -> list[dict[str, Any]]:
    """Return the text that `viewer` accepted or wrote, from their own copy only, once the couple has separated."""
    last = min(ledger.parted_on or at.date(), at.date())
    kept = []
    for entry, line in reversed(list(ledger.lines.items())):
        words = line.words.of(viewer)
        if isinstance(words, str):
            seen = {"entry": entry, "kind": line.listed.kind, "author": line.listed.author, "words": words}
            seen |= {
                "words_by": line.listed.words_by or line.listed.author,
                "earlier": _own_earlier(line, viewer),
            }
            days = {"on": line.listed.on, "starts": line.listed.starts, "review": line.review}
            days["until"] = line.listed.until
            kept.append({**seen, **days, "state": standing(line, last), "closed_on": line.closed_on})
    return kept


def _own_earlier(line: Line, viewer: Partner) -> list[dict[str, Any]]:
    """Return what came before the words, as far as `viewer` has a copy of their own."""
    own = [(number, one.by, one.words.of(viewer)) for number, one in sorted(line.earlier.items())]
    return [{"by": by, "asked": n == 0, "words": words} for n, by, words in own if isinstance(words, str)]
