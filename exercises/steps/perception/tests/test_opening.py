"""Which areas open, and what of them: three to six, drawn among those both allow, and nothing that was kept."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from exercises.core.closed_forms import ClosedForms, FormsOpened
from exercises.core.comparison import compare, is_uneasy, widest
from exercises.core.here import Here
from exercises.core.pair import Pair, Partner
from exercises.core.text import GONE
from exercises.core.view import view_of
from exercises.steps.perception import form, kind
from exercises.steps.perception.compared import area_seen
from exercises.steps.perception.opening import draw, opened_views, own_views, views_of
from tests.core.plain import plain, said
from tests.core.real import moments, seeds, seldom

WORDS = tuple(f"step {number}" for number in range(7))
KEYS = [f"area{number}" for number in range(8)]
SETTINGS = form.Settings("", tuple(form.Area(key, key, "", "", leans=True) for key in KEYS), WORDS, WORDS)
rating = st.integers(0, 6) | st.sampled_from(["prefer_not", "does_not_apply"])
sheet = st.fixed_dictionaries(
    {f"{what}.{key}": rating for key in KEYS for what in ("own", "partner", "comfort")}
    | {f"{what}.{key}": rating | st.none() for key in KEYS for what in ("guess", "wish")}
    | {f"{what}_open.{key}": st.booleans() for key in KEYS for what in ("comfort", "wish")}
    | {f"open.{key}": st.sampled_from(["may_open", "may_open", "keep"]) for key in KEYS}
    | {"talk": st.sampled_from([*KEYS, "none", None])}
)
luck = st.integers(0, 2**256 - 1)


def closed(a: Any, b: Any) -> ClosedForms:
    return ClosedForms(tuple(Partner), Pair(a, b))


def marks(answers: dict[str, Any]) -> dict[str, Any]:
    return {name: mark for name, mark in answers.items() if name.startswith("open.") or name == "talk"}


def allowed(a: dict[str, Any], b: dict[str, Any]) -> set[str]:
    return {key for key in KEYS if a[f"open.{key}"] == b[f"open.{key}"] == "may_open"}


@given(a=sheet, b=sheet, chance=luck)
def test_three_to_six_open_of_those_that_both_allow_and_none_where_both_allow_fewer(a, b, chance):
    drawn = draw(SETTINGS, closed(a, b), chance)
    assert set(drawn) <= allowed(a, b)
    assert len(set(drawn)) == len(drawn)
    assert 3 <= len(drawn) <= 6 if len(allowed(a, b)) >= 3 else drawn == []


@given(a=sheet, b=sheet, other_a=sheet, other_b=sheet, chance=luck)
def test_which_areas_open_depends_on_the_marks_and_on_chance_alone(a, b, other_a, other_b, chance):
    drawn = draw(SETTINGS, closed(a, b), chance)
    again = draw(SETTINGS, closed({**other_a, **marks(a)}, {**other_b, **marks(b)}), chance)
    assert set(drawn) == set(again)


@seldom
@given(a=sheet, b=sheet, start=st.integers(0, 2**200))
def test_every_area_that_both_allow_can_be_shown_and_can_be_missing(a, b, start):
    both = allowed(a, b)
    draws = [set(draw(SETTINGS, closed(a, b), (start + number) * 7919 << 29)) for number in range(400)]
    if len(both) >= 3:
        assert set.union(*draws) == both
    if len(both) > 3:
        both_marked = {a["talk"]} & {b["talk"]} & both
        assert set.intersection(*draws) == both_marked


@given(a=sheet, b=sheet, chance=luck, area=st.sampled_from(KEYS))
def test_an_area_that_both_marked_opens_whenever_any_does(a, b, chance, area):
    a, b = ({**one, "talk": area, f"open.{area}": "may_open"} for one in (a, b))
    drawn = draw(SETTINGS, closed(a, b), chance)
    assert (area in drawn) == bool(drawn) == (len(allowed(a, b)) >= 3)


def how_often(mark_a: str | None, mark_b: str | None) -> float:
    """In how many of 4,000 draws among all eight areas the first one opens, if that many are drawn by chance."""
    may = {f"open.{key}": "may_open" for key in KEYS}
    forms, random = closed({**may, "talk": mark_a}, {**may, "talk": mark_b}), Random(7)
    return sum(KEYS[0] in draw(SETTINGS, forms, random.getrandbits(256)) for _time in range(4000)) / 4000


def test_one_mark_weighs_double_and_is_never_certain():
    nobody, one, other = how_often(None, None), how_often(KEYS[0], None), how_often(None, KEYS[0])
    assert abs(nobody - 4.5 / 8) < 0.03
    assert 0.68 < one < 0.82
    assert abs(one - other) < 0.03
    assert how_often(KEYS[0], KEYS[0]) == 1


@given(a=sheet, b=sheet, chance=luck)
def test_a_mark_on_an_area_that_stays_closed_counts_for_nothing(a, b, chance):
    a = {**a, "talk": KEYS[0], f"open.{KEYS[0]}": "keep"}
    drawn = draw(SETTINGS, closed(a, b), chance)
    assert KEYS[0] not in drawn
    assert set(drawn) == set(draw(SETTINGS, closed({**a, "talk": None}, b), chance))


@given(chance=st.integers(1, 2**48 - 1))
def test_each_is_asked_in_an_order_of_their_own(chance):
    orders = [form.in_order(SETTINGS, who, chance) for who in Partner]
    assert all(set(order) == set(SETTINGS.areas) for order in orders)
    assert orders == [form.in_order(SETTINGS, who, chance) for who in Partner]


def test_the_orders_of_the_two_tell_nothing_of_each_other():
    orders = {
        who: {
            tuple(area.key for area in form.in_order(SETTINGS, who, chance << shift))
            for chance in range(1, 99)
        }
        for who, shift in ((Partner.A, 24), (Partner.B, 0))
    }
    assert all(len(found) == 1 for found in orders.values()), "each depends on bits of its own"


@given(a=sheet, b=sheet, chance=luck)
def test_what_is_alike_and_comfortable_is_looked_at_first(a, b, chance):
    opened = closed(a, b)
    views = views_of(opened, draw(SETTINGS, opened, chance))
    order = [(is_uneasy(both), widest(compare(both))) for both in views.values()]
    assert order == sorted(order)


@given(a=sheet, chance=luck)
def test_nothing_opens_where_a_closed_form_is_gone(a, chance):
    assert draw(SETTINGS, closed(a, GONE), chance) == []


def area_as_seen(a: dict[str, Any], b: dict[str, Any]) -> Any:
    views = Pair(opened_views(a, KEYS[0]), opened_views(b, KEYS[0]))
    return area_seen(SETTINGS, SETTINGS.areas[0], views, own_views(a, KEYS[0]), Partner.A)


@given(a=sheet, b=sheet, other=sheet)
def test_comfort_wish_and_guess_of_the_other_are_seen_only_where_they_opened_them(a, b, other):
    hidden = {f"guess.{KEYS[0]}": other[f"guess.{KEYS[0]}"]}
    for what in ("comfort", "wish"):
        if not b[f"{what}_open.{KEYS[0]}"]:
            hidden[f"{what}.{KEYS[0]}"] = other[f"{what}.{KEYS[0]}"]
    assert area_as_seen(a, {**b, **hidden}) == area_as_seen(a, b)


@given(a=sheet, b=sheet)
def test_an_opened_discomfort_and_an_opened_wish_are_seen(a, b):
    ticked = {f"comfort_open.{KEYS[0]}": True, f"wish_open.{KEYS[0]}": True, f"comfort.{KEYS[0]}": 1}
    more = {**b, **ticked, f"own.{KEYS[0]}": 2, f"wish.{KEYS[0]}": 5}
    text = " ".join(said(area_as_seen({**a, f"comfort.{KEYS[0]}": 0}, more).sentences))
    assert "not comfortable" in text
    assert "more of this" in text


@given(seed=seeds)
def test_an_area_that_one_of_the_two_kept_is_nowhere_once_the_forms_are_open(seed):
    kept: set[str] = set()
    for going, before, _ask, events in moments("perception", seed):
        if any(isinstance(event, FormsOpened) for event in events):
            answers = [before.state.closed.answers.of(who) for who in Partner]
            kept = {name[5:] for one in answers for name, mark in one.items() if mark == "keep"}
        if kept:
            views = [view_of(going.now, who, going.at) for who in Partner]
            seen = [step.seen.theirs for view in views for step in (view.step, *view.recap)]
            assert not kept & {one for each in [*seen, *(view.forms for view in views)] for one in said(each)}


def test_a_carried_topic_is_an_area_that_opened():
    here = Here("rate", SETTINGS)
    opened = ClosedForms(tuple(Partner), open=True, facts={"areas": KEYS[:3]})
    topics = kind.carry(here, kind.State(opened))["rate"]["topics"]
    assert plain(topics) == [[key, key] for key in KEYS[:3]]
