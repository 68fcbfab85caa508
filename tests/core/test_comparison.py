"""The arithmetic of two views: its identities, its cuts, and one worked couple."""

from __future__ import annotations

from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.core.comparison import (
    Views,
    compare,
    count,
    difference,
    gentle_order,
    is_uneasy,
    likeness,
    widest,
    worth_a_talk,
)
from exercises.core.pair import Pair

ratings = st.none() | st.integers(0, 6)
given_ratings = st.integers(0, 6)
views = st.builds(Views, ratings, ratings, ratings, ratings, ratings)
full_views = st.builds(Views, *[given_ratings] * 5)

LETTERS: Final = {"own": "s", "partner": "o", "guess": "m", "comfort": "c", "wish": "p"}
RATED: Final = {
    "s": ("5 4 2 4 3 2 1 3", "4 2 3 1 4 4 4 4"),
    "o": ("3 2 4 1 5 4 3 4", "4 5 2 5 2 5 2 5"),
    "m": ("5 3 2 5 3 3 2 4", "3 2 4 1 3 4 4 4"),
    "c": ("4 3 4 2 4 1 2 3", "5 5 4 4 3 5 4 4"),
    "p": ("4 4 3 3 3 4 3 4", "4 3 3 2 3 3 4 4"),
}
"""A couple made up for this test, in eight areas, as A and B rate them."""
EXPECTED: Final = {
    "gap": ("1 -1 0 -1 1 -3 -1 -2", "1 0 -1 0 -1 0 1 0"),
    "guess_error": ("1 -2 0 0 1 -2 0 -1", "0 0 0 0 -2 0 1 0"),
    "believed_gap": ("0 1 0 -1 0 -1 -1 -1", "1 0 -1 0 1 0 0 0"),
    "balance": ("2 2 -2 3 -2 -2 -2 -1", "0 3 -1 4 -2 1 -2 1"),
    "change_wanted": ("-1 0 1 -1 0 2 2 1", "0 1 0 1 -1 -1 0 0"),
}


def numbers(row: str) -> list[int]:
    return [int(one) for one in row.split()]


def views_of(who: int) -> list[Views]:
    columns = zip(*(numbers(RATED[letter][who]) for letter in LETTERS.values()), strict=True)
    return [Views(*column) for column in columns]


COUPLE: Final = [compare(Pair(*both)) for both in zip(views_of(0), views_of(1), strict=True)]


@pytest.mark.parametrize("what", EXPECTED)
def test_the_worked_couple_has_the_gaps_that_were_worked_out_by_hand(what):
    assert [getattr(area, what).a for area in COUPLE] == numbers(EXPECTED[what][0])
    assert [getattr(area, what).b for area in COUPLE] == numbers(EXPECTED[what][1])


def test_the_worked_couple_has_the_levels_and_counts_that_were_worked_out_by_hand():
    assert [area.balance_of_selves for area in COUPLE] == numbers("1 2 -1 3 -1 -2 -3 -1")
    assert [area.level for area in COUPLE] == [4.5, 3, 2.5, 2.5, 3.5, 3, 2.5, 3.5]
    assert count(area.gap.a for area in COUPLE) == {"alike": 6, "a_little": 1, "different": 1, "unknown": 0}
    assert count(area.gap.b for area in COUPLE) == {"alike": 8, "a_little": 0, "different": 0, "unknown": 0}
    for who, exact, near in ("a", 3, 6), ("b", 6, 7):
        errors = [getattr(area.guess_error, who) for area in COUPLE]
        assert (errors.count(0), sum(abs(one) <= 1 for one in errors)) == (exact, near)


def test_the_means_of_the_worked_couple_are_those_that_were_worked_out_by_hand():
    assert sum(abs(area.gap.a or 0) for area in COUPLE) / 8 == 1.25
    assert sum(abs(area.gap.b or 0) for area in COUPLE) / 8 == 0.5
    assert sum(area.guess_error.a or 0 for area in COUPLE) / 8 == -0.375
    assert sum(area.guess_error.b or 0 for area in COUPLE) / 8 == -0.125


SIX: Final = ["direct_a", "direct_b", "meta_a", "meta_b", "felt_a", "felt_b"]


@pytest.mark.parametrize(SIX, list(product((0, 1), repeat=6)))
def test_realization_and_perceived_agreement_follow_from_the_other_comparisons(
    direct_a, direct_b, meta_a, meta_b, felt_a, felt_b
):
    agreement = direct_a == direct_b
    for direct, meta, felt, other_direct, other_meta in (
        (direct_a, meta_a, felt_a, direct_b, meta_b),
        (direct_b, meta_b, felt_b, direct_a, meta_a),
    ):
        understands, is_understood = meta == other_direct, other_meta == direct
        feels_understood, realizes, sees_agreement = felt == direct, felt == other_meta, meta == direct
        assert realizes == (feels_understood == is_understood)
        assert sees_agreement == (agreement == understands)


@given(a=full_views, b=full_views)
def test_the_gap_is_the_believed_gap_and_the_guessing_error_and_balances_differ_by_both_gaps(a, b):
    found = compare(Pair(a, b))
    for who in "ab":
        gap, believed, error = (
            getattr(getattr(found, what), who) for what in ("gap", "believed_gap", "guess_error")
        )
        assert gap == believed + error
    assert (found.balance.a or 0) - (found.balance.b or 0) == (found.gap.a or 0) + (found.gap.b or 0)


@given(a=views, b=views)
def test_a_comparison_is_unknown_exactly_where_a_rating_is_missing_and_the_same_seen_from_both_sides(a, b):
    one, other = compare(Pair(a, b)), compare(Pair(b, a))
    assert (one.gap.a is None) == (a.own is None or b.partner is None)
    assert (one.gap.a, one.gap.b, widest(one)) == (other.gap.b, other.gap.a, widest(other))
    assert one.balance_of_selves == difference(0, other.balance_of_selves)
    assert one.level == other.level


def test_gaps_up_to_one_are_alike_two_is_a_little_and_three_is_different():
    words = [likeness(gap) for gap in (None, 0, 1, -1, 2, -2, 3, -3, 6, -6)]
    assert words == ["unknown", *["alike"] * 3, *["a_little"] * 2, *["different"] * 4]


@given(areas=st.dictionaries(st.sampled_from("abcdef"), st.builds(Pair, views, views)))
def test_looking_begins_with_what_is_alike_and_comfortable_and_a_talk_with_an_opened_discomfort(areas):
    looked = [(is_uneasy(areas[key]), widest(compare(areas[key]))) for key in gentle_order(areas)]
    assert looked == sorted(looked)
    uneasy = [is_uneasy(areas[key]) for key in worth_a_talk(areas, {})]
    assert uneasy == sorted(uneasy, reverse=True)
    assert set(worth_a_talk(areas, {})) == set(gentle_order(areas)) == set(areas)
