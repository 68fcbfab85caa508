"""Adjusted Winner and Nash: published examples, what is promised of a division, and its ties."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exercises.core.division import adjusted_winner, nash
from exercises.core.pair import Pair

TRUMP: Final = ("10 40 10 38 2", "38 20 30 10 2")
"""Connecticut, Palm Beach, Plaza, Tower, cash and jewelry (Brams & Taylor 1996)."""
WEB_SITE: Final = ("50 20 15 10 5", "40 30 10 10 10")
"""Carol and Bob: retirement, home, cottage, investments, other (pages.nyu.edu/adjustedwinner)."""
PIRATES: Final = ("10 10 15 11 20 15 5 2 10 2", "5 20 20 14 30 6 1 1 2 1")
"""Cannon, anchor, chest, doubloon, figurehead, sword, ball, leg, flag, nest: a published exercise."""
HALVES: Final = (Fraction(0), Fraction(1, 2), Fraction(1))

whole = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=5)
points = whole.map(lambda rows: Pair(*(tuple(map(Fraction, column)) for column in zip(*rows, strict=True))))
usable = points.filter(lambda both: all(map(any, both)))
either = st.booleans()
gains = st.builds(Pair, *[st.integers(-3, 6).map(Fraction)] * 2)


def fractions(row: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, row.split()))


def of(rows: tuple[str, str]) -> Pair[tuple[Fraction, ...]]:
    return Pair(*map(fractions, rows))


def swapped(pair):
    return Pair(pair.b, pair.a)


def worth(points, share):
    """What this share of each item is worth, of 100."""
    return sum(x * y for x, y in zip(points, share, strict=True)) * 100 / sum(points)


@pytest.mark.parametrize(
    ("rows", "shares", "each"),
    [
        (TRUMP, "0 13/15 0 1 0", "218/3"),
        (WEB_SITE, "5/6 0 1 0 0", "170/3"),
        (PIRATES, "1 0 3/7 1 0 1 1 1 1 1", "430/7"),
    ],
)
def test_the_published_examples_come_out_exactly(rows, shares, each):
    found = adjusted_winner(of(rows))
    assert found.shares.a == fractions(shares)
    assert found.points == Pair(Fraction(each), Fraction(each))


def test_burdens_go_to_whom_they_weigh_on_least_and_then_are_made_equal():
    """By hand: dishes and bins to A (10 + 20), cooking and shopping to B (30 + 20). Of B's, shopping costs A 30 for
    20 of B's, cooking 40 for 30: so of cooking 20/70 goes over, and both carry 30 + 40 · 2/7."""
    found = adjusted_winner(of(("10 20 40 30", "30 20 30 20")), burdens=True)
    assert found.shares.a == fractions("1 1 2/7 0")
    assert found.points == Pair(Fraction(290, 7), Fraction(290, 7))


@given(points=usable, burdens=either)
def test_every_item_is_given_out_whole_and_at_most_one_is_split(points, burdens):
    shares = adjusted_winner(points, burdens).shares
    assert all(a + b == 1 and 0 <= a <= 1 for a, b in zip(*shares, strict=True))
    assert sum(0 < a < 1 for a in shares.a) <= 1


@given(points=usable, burdens=either)
def test_both_have_equal_points_and_nobody_would_rather_have_the_other_half(points, burdens):
    found = adjusted_winner(points, burdens)
    assert found.points.a == found.points.b
    assert found.points == Pair(*map(worth, points, found.shares))
    assert found.points.a <= 50 if burdens else found.points.a >= 50


@given(points=usable, burdens=either)
def test_no_other_division_is_better_for_one_and_not_worse_for_the_other(points, burdens):
    found, sign = adjusted_winner(points, burdens), -1 if burdens else 1
    own = found.points.map(lambda one: one * sign)
    for parts in product(HALVES, repeat=len(points.a)):
        other = Pair(worth(points.a, parts), worth(points.b, [1 - one for one in parts])).map(
            lambda one: one * sign
        )
        assert not (other != own and other.a >= own.a and other.b >= own.b)


@given(points=usable, burdens=either)
def test_no_trade_of_parts_is_better_for_both(points, burdens):
    """Exact where halves are not: A's part of one item for B's part of another, at whatever rate."""
    shares = adjusted_winner(points, burdens).shares
    rows = list(zip(*points, *shares, strict=True))
    for (a, b, mine, _), (other_a, other_b, _, yours) in product(rows, rows):
        if mine and yours:
            assert a * other_b <= other_a * b if burdens else a * other_b >= other_a * b


@given(points=usable, burdens=either)
def test_a_change_of_names_changes_the_names(points, burdens):
    found, other = adjusted_winner(points, burdens), adjusted_winner(swapped(points), burdens)
    assert found.points == other.points
    crossed = {a * sum(points.b) - b * sum(points.a) for a, b in zip(*points, strict=True)}
    ratios = {Fraction(a, b) if b else None for a, b in zip(*points, strict=True)}
    if 0 not in crossed and len(ratios) == len(points.a):
        assert found.shares == swapped(other.shares)


@given(points=usable, burdens=either, a=st.fractions(1, 9), b=st.fractions(Fraction(1, 9), 1))
def test_only_proportions_count(points, burdens, a, b):
    other = Pair(tuple(one * a for one in points.a), tuple(one * b for one in points.b))
    assert adjusted_winner(other, burdens) == adjusted_winner(points, burdens)


@given(points=usable, burdens=either, data=st.data())
def test_the_order_of_the_items_changes_nobodys_points(points, burdens, data):
    order = data.draw(st.permutations(range(len(points.a))))
    other = points.map(lambda one: tuple(one[index] for index in order))
    assert adjusted_winner(other, burdens).points == adjusted_winner(points, burdens).points


@pytest.mark.parametrize("burdens", [False, True])
def test_a_tie_goes_to_whoever_has_fewer_points_so_far(burdens):
    """Third and fourth are ties. A has 40 and B 20 (the other way round for burdens), until B gets the third."""
    rows = ("40 10 20 30", "30 20 20 30")
    found = adjusted_winner(of(rows[::-1] if burdens else rows), burdens)
    assert found.shares.b[2] == 1
    equal = adjusted_winner(of(("50 50", "50 50")), burdens)
    assert equal.shares == Pair(fractions("1 0"), fractions("0 1"))


@pytest.mark.parametrize("burdens", [False, True])
def test_one_item_is_halved(burdens):
    assert adjusted_winner(of(("3", "70")), burdens).shares == Pair(*[(Fraction(1, 2),)] * 2)


def test_what_is_worth_nothing_to_somebody_is_not_handed_to_them():
    assert adjusted_winner(of(("100 0", "0 100"))).points == Pair(Fraction(100), Fraction(100))
    assert adjusted_winner(of(("100 0", "0 100")), burdens=True).points == Pair(Fraction(0), Fraction(0))
    assert adjusted_winner(of(("60 40 0", "10 0 90"))).shares.a == fractions("6/7 1 0")
    assert adjusted_winner(of(("1 0", "1 0"))).points == Pair(Fraction(50), Fraction(50))


@pytest.mark.parametrize(
    ("rows", "why"), [(("0 0", "1 2"), "all 0"), (("1 2", "-1 2"), "below 0"), (("1 2", "1"), "same items")]
)
def test_points_that_say_nothing_are_refused(rows, why):
    with pytest.raises(ValueError, match=why):
        adjusted_winner(of(rows))


BILLS: Final = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACKS: Final = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
"""What each is worth to Bill and to Jack (Nash 1950)."""


def trades() -> dict[frozenset[str], Pair[Fraction]]:
    """What Bill and Jack have after each trade of whole goods."""
    goods, bills = {**BILLS, **JACKS}, len(BILLS)
    found = {}
    for changed in product((False, True), repeat=len(goods)):
        bill = [(number < bills) != moved for number, moved in enumerate(changed)]
        values = list(zip(goods.values(), bill, strict=True))
        moved = frozenset(name for name, one in zip(goods, changed, strict=True) if one)
        found[moved] = Pair(
            Fraction(sum(value[0] for value, his in values if his)),
            Fraction(sum(value[1] for value, his in values if not his)),
        )
    return found


def test_bill_and_jack_trade_as_published():
    of_trade = trades()
    chosen = nash(list(of_trade.values()), of_trade[frozenset()])
    assert list(of_trade)[chosen.index] == {"book", "whip", "ball", "bat", "pen", "toy", "knife"}
    assert (chosen.gains, chosen.product) == (Pair(12, 5), 60)


def test_the_frontier_of_their_trades_is_the_published_one():
    of_trade = trades()
    start = of_trade[frozenset()]
    gains = {(one.a - start.a, one.b - start.b) for one in of_trade.values()}
    best = {
        (a, b)
        for a, b in gains
        if a >= 0 <= b and not any(x >= a and y >= b and (x, y) != (a, b) for x, y in gains)
    }
    published = [(2, 8), (6, 7), (8, 6), (12, 5), (14, 4), (16, 2), (18, 0)]
    assert [(int(a), int(b)) for a, b in sorted(best)] == published
    assert max(nash([Pair(a, b)], Pair(0, 0)).product for a, b in best) == 60


@given(options=st.lists(gains, max_size=6), disagreement=gains)
def test_what_is_chosen_is_acceptable_to_both_and_no_other_is_better_for_both(options, disagreement):
    chosen = nash(options, disagreement)
    over = [Pair(one.a - disagreement.a, one.b - disagreement.b) for one in options]
    acceptable = [one for one in over if min(one) >= 0]
    if chosen is None:
        assert not acceptable
        return
    assert chosen.gains == over[chosen.index] in acceptable
    assert chosen.product == max(one.a * one.b for one in acceptable)
    a, b = chosen.gains
    assert not any(one.a >= a and one.b >= b and one != chosen.gains for one in acceptable)


@given(options=st.lists(gains, min_size=1, max_size=6), disagreement=gains, by=st.fractions(1, 9), to=gains)
def test_neither_scale_nor_zero_of_anybodys_points_counts_where_there_is_no_tie(
    options, disagreement, by, to
):
    chosen = nash(options, disagreement)
    assume(chosen)
    products = [(one.a - disagreement.a) * (one.b - disagreement.b) for one in options]
    assume(products.count(chosen.product) == 1)
    moved = [Pair(one.a * by + to.a, one.b + to.b) for one in (*options, disagreement)]
    assert nash(moved[:-1], moved[-1]).index == chosen.index
    assert nash([swapped(one) for one in options], swapped(disagreement)).gains == swapped(chosen.gains)


def test_a_tie_of_options_goes_to_the_one_for_whoever_gains_less():
    none = Pair(Fraction(0), Fraction(0))
    assert nash([Pair(2, 6), Pair(4, 3), Pair(3, 4), Pair(12, 1)], none).index == 1
    assert nash([Pair(0, 0), Pair(3, 0), Pair(0, 5)], none).index == 2
    assert nash([Pair(-1, 9)], none) is nash([], none) is None
