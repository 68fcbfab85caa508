"""What two views have in common: whatever only one of them holds is dropped, however careless the kind that asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exercises.core.pair import Pair
from exercises.core.revealed import each_in_both, in_both


@dataclass(frozen=True)
class Area:
    key: str
    words: str = ""
    private: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    same: int
    said: tuple[str, ...]


@dataclass(frozen=True)
class Revealed:
    said: tuple[str, ...]


@dataclass(frozen=True)
class Both:
    same: int


@dataclass(frozen=True)
class Kept:
    key: str
    private: tuple[str, ...]


def test_what_differs_or_is_missing_is_dropped():
    assert in_both(Both, Pair(Seen(1, ()), Seen(1, ("x",)))) == Both(1)
    assert in_both(Both, Pair(Seen(1, ()), Seen(2, ()))) is None
    assert in_both(Both, Pair(Seen(1, ()), Revealed(()))) is None


def test_what_neither_holds_is_not_taken_for_nothing_that_both_hold():
    assert in_both(Both, Pair(Revealed(()), Revealed(()))) is None


def test_of_lists_only_what_stands_in_both_is_kept_in_the_order_of_the_first():
    seen = Pair(Seen(1, ("b", "a", "for a")), Seen(1, ("a", "b", "for b")))
    assert in_both(Revealed, seen) == Revealed(("b", "a"))


def test_of_groups_each_keeps_only_what_both_say_of_it():
    one, other = [Area("money", "You", ("my guess",))], [Area("money", "They"), Area("rest")]
    assert each_in_both(Kept, Pair[Any](one, other)) == (Kept("money", ()),)


def test_nothing_to_compare_is_nothing():
    assert each_in_both(Kept, Pair[Any]([], [Area("money")])) == ()
