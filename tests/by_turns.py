"""Tests with many cases of one kind, marked `by_turns`: the gate tries a third of the cases each day, all within three.

The long run tries all of them each time, and so does whoever runs a module by hand.
"""

import os
from collections.abc import Sequence
from typing import Any, Final

TURN: Final = "COUNTERPOINT_TURN"
"""The variable with the number of the day, which the gate sets; without it there are no turns."""
TURNS: Final = 3


def left_out(items: Sequence[Any], turn: str | None = None) -> list[Any]:
    """Return those of these tests whose turn it is not. `turn`: a number; if it is None, the one of this run."""
    said = os.environ.get(TURN, "") if turn is None else turn
    if not said:
        return []
    seen: dict[str, int] = {}
    found = []
    for item in items:
        if item.get_closest_marker("by_turns") is None:
            continue
        function = item.nodeid.partition("[")[0]
        number = seen[function] = seen.get(function, -1) + 1
        if (number - int(said)) % TURNS:
            found.append(item)
    return found
