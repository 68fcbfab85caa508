"""What a step kind does where it says nothing else. Independent of kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exercises.core.text import Localized, Phrase

from .checks import Fault, Placed
from .here import Here
from .pair import Pair
from .points import Point


def nothing_carried(here: Here, state: Any) -> Mapping[str, Any]:
    return {}


def next_step(here: Here, state: Any) -> str | None:
    return None


def only_on(settings: Any) -> Sequence[str | None]:
    return (None,)


def no_turn(event: Any) -> bool:
    return False


def nothing_settled(*given: Any) -> Sequence[Any]:
    return ()


def nothing_revealed(theirs: Pair[Any]) -> None:
    return None


def as_revealed(shown: Any) -> Any:
    return shown


def nothing_drawn(state: Any) -> Sequence[str]:
    return ()


def no_points(told: Any) -> Sequence[Point]:
    return ()


def no_items(settings: Any) -> Sequence[tuple[str, Localized]]:
    return ()


def no_words(theirs: Any) -> bool:
    return False


def nowhere(theirs: Any) -> str:
    return ""


def no_remarks(settings: Any, answers: Any) -> Sequence[Phrase]:
    return ()


def nothing_wrong(placed: Placed) -> Iterable[Fault]:
    return ()
