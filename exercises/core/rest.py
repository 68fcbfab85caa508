"""How long the two wait before they may open the same thing once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rest:
    """`days`: from one opening to the next; 0: none. `also_assigned`: it holds for what a counselor assigned too."""

    days: int = 0
    also_assigned: bool = False


def no_rest(settings: Any) -> Rest:
    return Rest()


def longest(steps: Iterable[Any]) -> Rest:
    """Return the longest rest that one of these steps asks for."""
    return max((step.kind.rests(step.settings) for step in steps), key=lambda rest: rest.days, default=Rest())
