"""The entries of a ledger that one partner retains after a couple has separated, from their own copies only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .ledger import Ledger, standing
from .pair import Partner


def retained_entries(ledger: Ledger, viewer: Partner, at: datetime) -> list[dict[str, Any]]:
    """Return the text that `viewer` accepted or wrote, from their own copy only, once the couple has separated."""
    last = min(ledger.parted_on or at.date(), at.date())
    kept = []
    for entry, line in reversed(list(ledger.lines.items())):
        words = line.words.of(viewer)
        if isinstance(words, str):
            seen = {"entry": entry, "kind": line.listed.kind, "author": line.listed.author, "words": words}
            days = {"on": line.listed.on, "starts": line.listed.starts, "review": line.review}
            kept.append({**seen, **days, "state": standing(line, last), "closed_on": line.closed_on})
    return kept
