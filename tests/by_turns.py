"""What the gate tries by turns: a third each day, all within three. The long run tries all of it each time, and so does
whoever runs a module by hand.

Tests with many cases of one kind are marked `by_turns`; with `by_turns("module")` the tests of a module are its cases.
Those named in `costly.txt` have their turns without a mark; so has, on SQLite, what runs on PostgreSQL each day.
"""

import os
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Any, Final, TypeVar
from zlib import crc32

Case = TypeVar("Case")
TURN: Final = "COUNTERPOINT_TURN"
"""The variable with the number of the day, which the gate sets; without it there are no turns."""
TURNS: Final = 3
COSTLY: Final = frozenset(Path(__file__).with_name("costly.txt").read_text().split())
"""The few tests that take as long as all others together, made by `python -m tests.costly`."""


def now(cases: Sequence[Case], turn: str | None = None) -> list[Case]:
    """Return those of these cases whose turn it is. `turn`: a number; if it is None, the one of this run."""
    said = os.environ.get(TURN, "") if turn is None else turn
    return [one for number, one in enumerate(cases) if not said or (number - int(said)) % TURNS == 0]


def name_of(item: Any) -> str:
    """Return the name of the test that this is a case of, with its module."""
    return str(item.nodeid).partition("[")[0]


def left_out(items: Sequence[Any], turn: str | None = None, costly: Set[str] = COSTLY) -> list[Any]:
    """Return those of these tests whose turn it is not. `costly`: names of tests that have turns without a mark."""
    said = os.environ.get(TURN, "") if turn is None else turn
    groups: dict[str, list[Any]] = {}
    for item in items:
        test, marked = name_of(item), item.get_closest_marker("by_turns")
        if marked or test in costly:
            of_module = marked and "module" in marked.args
            groups.setdefault(test.partition("::")[0] if of_module else test, []).append(item)
    return [
        item
        for name, cases in groups.items()
        for item in cases
        if item not in now(cases, said and str(int(said) + (crc32(name.encode()) if name in costly else 0)))
    ]
