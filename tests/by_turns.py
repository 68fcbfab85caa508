"""Tests with many cases of one kind, marked `by_turns`: the gate tries a third of the cases each day, all within three.

With `by_turns("module")` the tests of a module are its cases. The long run tries all of them each time, and so does
whoever runs a module by hand.
"""

import os
from collections.abc import Sequence
from typing import Any, Final, TypeVar

Case = TypeVar("Case")
TURN: Final = "COUNTERPOINT_TURN"
"""The variable with the number of the day, which the gate sets; without it there are no turns."""
TURNS: Final = 3


def now(cases: Sequence[Case], turn: str | None = None) -> list[Case]:
    """Return those of these cases whose turn it is. `turn`: a number; if it is None, the one of this run."""
    said = os.environ.get(TURN, "") if turn is None else turn
    return [one for number, one in enumerate(cases) if not said or (number - int(said)) % TURNS == 0]


def left_out(items: Sequence[Any], turn: str | None = None) -> list[Any]:
    """Return those of these tests whose turn it is not."""
    groups: dict[str, list[Any]] = {}
    for item in items:
        if marked := item.get_closest_marker("by_turns"):
            of = "::" if "module" in marked.args else "["
            groups.setdefault(item.nodeid.partition(of)[0], []).append(item)
    return [item for cases in groups.values() for item in cases if item not in now(cases, turn)]
