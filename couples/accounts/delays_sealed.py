"""The content of a change that waits, sealed under its person's key, and bound to its row and its moment."""

import json
from datetime import UTC
from typing import Any

from couples.accounts.models import DelayedChange
from couples.keys import data_keys

Content = dict[str, Any]


def sealed(change: DelayedChange, content: Content) -> bytes:
    """Return the content sealed for this change: its person, its kind, and the moment from which it counts."""
    key = data_keys.data_key(change.user_id)
    assert key is not None
    return data_keys.seal(key, json.dumps(content).encode(), _context(change))


def opened(change: DelayedChange) -> Content | None:
    """Return the content; None for a row that somebody else wrote or moved, or whose key was destroyed."""
    return opened_with(data_keys.data_key(change.user_id), change)


def opened_with(key: bytes | None, change: DelayedChange) -> Content | None:
    try:
        return json.loads(data_keys.unseal(key, bytes(change.sealed), _context(change))) if key else None
    except data_keys.CannotOpen:
        return None


def _context(change: DelayedChange) -> bytes:
    moment = change.counts_from.astimezone(UTC).isoformat()
    return f"delayed change|{change.user_id}|{change.pk}|{change.kind}|{moment}".encode()
