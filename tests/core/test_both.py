"""What two views have in common: whatever only one of them holds is dropped, however careless the kind that asks."""

from __future__ import annotations

from exercises.core.pair import Pair
from exercises.core.revealed import each_in_both, in_both


def test_what_differs_or_is_missing_is_dropped():
    seen = Pair({"same": 1, "differs": 1, "only a": 1}, {"same": 1, "differs": 2, "only b": 1})
    assert in_both(seen, "same", "differs", "only a", "only b", "nobody's") == {"same": 1}


def test_of_lists_only_what_stands_in_both_is_kept_in_the_order_of_the_first():
    seen = Pair({"said": ["b", "a", "for a"]}, {"said": ["a", "b", "for b"]})
    assert in_both(seen, "said") == {"said": ["b", "a"]}


def test_of_groups_each_keeps_only_what_both_say_of_it():
    one = {"areas": [{"key": "money", "private": ["my guess"], "words": "You"}]}
    other = {"areas": [{"key": "money", "private": [], "words": "They"}, {"key": "rest"}]}
    assert each_in_both(Pair(one, other), "areas", "key", "private", "words") == [
        {"key": "money", "private": []}
    ]


def test_nothing_to_compare_is_nothing():
    assert each_in_both(Pair({}, {"areas": [{"key": "money"}]}), "areas", "key") == []
