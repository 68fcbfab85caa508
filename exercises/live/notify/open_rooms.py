"""An open room counts as a use of the sign-in, although nobody asks for a page: the poll says which ones are open."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Final

from couples.accounts import sign_ins

FIRST_AFTER: Final = 60.0
"""Seconds until a room that has just been opened is counted: the page that opened it was a use."""

_next: Final[dict[str, float]] = {}
"""When each sign-in, by its stored key, is counted again. Those without an open room are forgotten."""


def use(keys: Collection[str]) -> None:
    """Count the sign-ins with these stored keys as used, each as seldom as its bounds allow. Most polls ask nothing."""
    now = time.monotonic()
    for key in _next.keys() - set(keys):
        _next.pop(key, None)
    due = [key for key in keys if key and _next.setdefault(key, now + FIRST_AFTER) <= now]
    if due:
        after = sign_ins.use(due)
        _next.update({key: now + after.get(key, FIRST_AFTER) for key in due})
