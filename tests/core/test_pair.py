"""The laws of Pair and Partner, and of drawing by a given number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exercises.core.chance import between, shuffled
from exercises.core.pair import Pair, Partner, neither

partners = st.sampled_from(Partner)
pairs = st.builds(Pair, st.integers(), st.integers())
luck = st.integers(0, 2**128)


@given(pair=pairs, who=partners, new=st.integers())
def test_what_is_put_for_one_is_theirs_and_leaves_the_other_alone(pair, who, new):
    assert pair.put(who, new).of(who) == new
    assert pair.put(who, new).of(who.other) == pair.of(who.other)


@given(pair=pairs, who=partners, new=st.integers())
def test_putting_back_changes_nothing_and_the_last_put_counts(pair, who, new):
    assert pair.put(who, pair.of(who)) == pair
    assert pair.put(who, 0).put(who, new) == pair.put(who, new)


@given(pair=pairs, who=partners)
def test_a_pair_holds_one_value_for_each_of_two(pair, who):
    assert list(pair) == [pair.of(Partner.A), pair.of(Partner.B)]
    assert pair.map(str) == Pair(str(pair.a), str(pair.b))
    assert who.other is not who
    assert who.other.other is who
    assert not any(neither())


@given(items=st.lists(st.integers(), unique=True, max_size=8), chance=luck)
def test_drawing_loses_nothing_and_the_same_number_draws_the_same(items, chance):
    assert sorted(shuffled(items, chance)) == sorted(items)
    assert shuffled(items, chance) == shuffled(items, chance)


def test_every_order_of_three_is_drawn_equally_often():
    drawn = [tuple(shuffled("abc", chance)) for chance in range(600)]
    assert {drawn.count(order) for order in set(drawn)} == {100}
    assert len(set(drawn)) == 6


@given(low=st.integers(0, 9), more=st.integers(0, 9), chance=luck)
def test_a_number_between_two_is_neither_below_nor_above(low, more, chance):
    assert low <= between(low, low + more, chance) <= low + more
