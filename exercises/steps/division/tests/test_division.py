"""The published examples come out of the kind as they are printed, and no number of one is anywhere for the other."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest

from exercises.core.closed_forms import FormsOpened, HandedIn, ReadyToOpen, TakenBack
from exercises.core.fields import Choice
from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Pair, Partner
from exercises.core.rest import Rest
from exercises.core.text import Refused, Say
from tests.core.examples import NOON
from tests.core.plain import plain

from ..kind import KIND
from ..matters import BURDENS, TOPICS, Amount, Matter, Settings, Thing
from ..result import shares as parts
from ..state import Cut, Edited, Picked, State, Suggested, Used

A, B = Partner
TRUMP = {"connecticut": (10, 38), "palm": (40, 20), "plaza": (10, 30), "tower": (38, 10), "cash": (2, 2)}
NYU = {
    "retirement": (50, 40),
    "home": (20, 30),
    "cottage": (15, 10),
    "investments": (10, 10),
    "other": (5, 10),
}
NASH_1950 = ((2, 8), (6, 7), (8, 6), (12, 5), (14, 4), (16, 2), (18, 0))
"""The efficient trades of Bill and Jack, as gains; the fourth has the largest product."""


def here(matter: Matter, chance: int = 0) -> Here:
    return Here("divide", Settings("Share out", (matter,)), chance=chance)


def things(keys: Any) -> tuple[Thing, ...]:
    return tuple(Thing(key, f"The {key}") for key in keys)


def ran(where: Here, how: str, a: dict[str, Any], b: dict[str, Any], more: tuple[Any, ...] = ()) -> State:
    """The state after both sheets have opened."""
    matter = where.settings.matters[0]
    items = tuple(line.key for line in matter.lines)
    state: State = KIND.start(where)
    events = [Suggested(A, matter.topic, how, items), Used(B, A), HandedIn(A, a), HandedIn(B, b)]
    for event in [*events, ReadyToOpen(A), ReadyToOpen(B), FormsOpened(), *more]:
        state = KIND.evolve(where, state, event)
    return state


def forms(points: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    return [{f"line.{key}": pair[side] for key, pair in points.items()} for side in (0, 1)]


def seen(where: Here, state: State, who: Partner) -> dict[str, Any]:
    found: dict[str, Any] = plain(KIND.view(where, state, who).theirs)
    return found


def holders(where: Here, state: State) -> dict[str, tuple[Any, Any]]:
    return {one["key"]: (one["who"], one["mostly"]) for one in seen(where, state, A)["result"]["lines"]}


def test_the_published_divorce_comes_out_as_it_is_printed():
    where = here(Matter("rooms", things=things(TRUMP)))
    state = ran(where, "points", *forms(TRUMP))
    assert parts(state.plan, Pair(*forms(TRUMP))).a == tuple(map(Fraction, ("0", "13/15", "0", "1", "0")))
    names = dict.fromkeys(("connecticut", "plaza", "cash"), (B, None)) | {
        "tower": (A, None),
        "palm": (None, A),
    }
    lines = KIND.view(where, state, A).theirs.result.lines
    assert {one.key: (one.who, one.mostly) for one in lines} == names


def test_the_published_estate_comes_out_as_it_is_printed():
    where = here(Matter("rooms", things=things(NYU)))
    state = ran(where, "points", *forms(NYU))
    assert parts(state.plan, Pair(*forms(NYU))).b[0] == Fraction(1, 6)
    assert {one.key: (one.who, one.mostly) for one in KIND.view(where, state, A).theirs.result.lines} == {
        "retirement": (None, A),
        "cottage": (A, None),
        **dict.fromkeys(("home", "investments", "other"), (B, None)),
    }


def test_nash_takes_the_published_trade_and_shows_no_product():
    where = here(Matter("order", options=things(f"trade_{n}" for n in range(len(NASH_1950)))))
    given = [
        {f"line.trade_{n}": pair[side] for n, pair in enumerate(NASH_1950)} | {"floor": 0} for side in (0, 1)
    ]
    result = KIND.view(where, ran(where, "rated", *given), B).theirs.result
    assert [one.key for one in result.lines] == ["trade_3"]
    assert not [word for word in ("60", "12", "56") if word in str(plain(result))]


@pytest.mark.parametrize(
    ("a", "b", "ends"),
    [((4, 8), (6, 12), (6, 8)), ((2, 4), (6, 9), None), ((8, 4), (6, 12), (6, 8)), ((4, 8), (8, 9), (8, 8))],
)
def test_of_two_ranges_one_number_opens_from_where_they_meet(a, b, ends):
    found = set()
    for chance in range(6):
        where = here(Matter("leisure", amount=Amount("hours", 0, 40)), chance)
        state = ran(where, "range", *({"low": one[0], "high": one[1]} for one in (a, b)))
        one, other = (seen(where, state, who)["result"] for who in Partner)
        assert one == other
        assert one["lines"] == []
        number = one.get("ends")
        assert number is None or number["low"] == number["high"]
        found.add(number and number["low"])
    assert found == (set(range(ends[0], ends[1] + 1)) if ends else {None})


def every_form(how: str) -> list[dict[str, Any]]:
    """All forms that one may have handed in about three lines, or of a number from 0 to 5."""
    if how == "range":
        return [{"low": low, "high": high} for high in range(6) for low in range(high + 1)]
    if how == "overlap":
        return [{"fits": one} for number in range(4) for one in combinations("abc", number)]
    return [dict(zip(("line.a", "line.b", "line.c", "floor"), one, strict=True))
            for one in product((0, 5, 10), repeat=4)]  # fmt: skip


@pytest.mark.parametrize("how", ["range", "overlap", "rated"])
def test_who_gives_all_that_a_sheet_takes_does_not_read_the_sheet_of_the_other(how):
    """Nothing that A can put tells more of B’s sheet than one line or number: so many look the same."""
    options = () if how == "range" else things("abc")
    matter = Matter("leisure" if how == "range" else "order", options=options,
                    amount=Amount("hours", 0, 5) if how == "range" else None)  # fmt: skip
    where, every = here(matter, chance=7), every_form(how)
    before = KIND.start(where)
    for event in (Suggested(A, matter.topic, how, tuple(one.key for one in options)), Used(B, A)):
        before = KIND.evolve(where, before, event)
    hand_in = next(one for one in KIND.offers(where, before, A) if one.name == "hand_in")
    for mine in every[:: 7 if how == "rated" else 1]:
        with suppress(Refused):
            hand_in.clean(
                {name: list(one) if isinstance(one, tuple) else str(one) for name, one in mine.items()}
            )
            told = {str(seen(where, ran(where, how, mine, theirs), A)["result"]) for theirs in every}
            assert len(told) <= (7 if how == "range" else 4)


def test_a_chore_is_with_whoever_minds_it_less_and_a_good_with_whoever_wants_it_more():
    points = {"floors": (80, 20), "bins": (20, 80)}
    for topic, with_a in (("chores", "bins"), ("car", "floors")):
        where = here(Matter(topic, things=things(points)))
        lines = KIND.view(where, ran(where, "points", *forms(points)), A).theirs.result.lines
        assert [one.key for one in lines if one.who is A] == [with_a]
    assert set(TOPICS) >= BURDENS


def test_points_and_floors_of_one_are_nowhere_for_the_other_also_where_the_outcome_is_the_same():
    """Two histories in which only numbers differ that lead to the same outcome look the same to the other."""
    where = here(Matter("rooms", things=things(("a", "b"))))
    told = []
    assert KIND.shares is not None
    for mine in ({"line.a": 60, "line.b": 40}, {"line.a": 77, "line.b": 23}):
        state = ran(where, "points", mine, {"line.a": 40, "line.b": 60} if mine["line.a"] == 60 else
                    {"line.a": 23, "line.b": 77})  # fmt: skip
        views = [KIND.view(where, state, who) for who in Partner]
        revealed = KIND.revealed(Pair(*(view.theirs for view in views)))
        told.append(
            str((views, revealed, KIND.carry(where, state), [KIND.shares(where, state, w) for w in Partner]))
        )
    assert told[0] == told[1]
    assert not [number for number in ("60", "40", "77", "23") if number in told[0]]


def test_points_that_do_not_come_to_100_are_scaled_and_none_at_all_cannot_open():
    where = here(Matter("rooms", things=things(("a", "b"))))
    halves = ran(where, "points", {"line.a": 30, "line.b": 10}, {"line.a": 1, "line.b": 99})
    assert [one.who for one in KIND.view(where, halves, A).theirs.result.lines][1] in (B, None)
    for points, offered, scaled, empty in (
        ({"line.a": 0, "line.b": None}, {"take_back"}, None, True),
        ({"line.a": 30, "line.b": 10}, {"open", "take_back"}, 40, False),
        ({"line.a": 100, "line.b": None}, {"open", "take_back"}, None, False),
    ):
        state = KIND.start(where)
        for event in (Suggested(A, "rooms", "points", ("a", "b")), Used(B, A), HandedIn(A, points)):
            state = KIND.evolve(where, state, event)
        assert {one.name for one in KIND.offers(where, state, A)} - {"not_for_dividing"} == offered
        mine = KIND.view(where, state, A).mine
        assert (mine.scaled, mine.empty) == (scaled, empty)


def test_who_changes_their_marks_finds_them_again():
    where = here(Matter("holidays", options=things(("sea", "hills", "town"))))
    state = KIND.start(where)
    sheet = {"fits": ("town",)}
    for event in (
        Suggested(A, "holidays", "overlap", ("sea", "hills", "town")),
        Used(B, A),
        HandedIn(A, sheet),
    ):
        state = KIND.evolve(where, state, event)
    assert [one.said for one in KIND.view(where, state, A).mine.sheet] == [Say("No"), Say("No"), Say("Yes")]
    state = KIND.evolve(where, state, TakenBack(A))
    assert KIND.offers(where, state, A)[0].initial == {"fits": ["town"]}
    for later in (HandedIn(A, sheet), HandedIn(B, {"fits": None}), FormsOpened()):
        state = KIND.evolve(where, state, later)
    result = KIND.view(where, state, B).theirs.result
    assert (result.is_empty, KIND.finished(state)) == (True, True)


def test_one_makes_two_lists_and_the_other_picks_one():
    where = here(Matter("chores", things=things(("floors", "bins", "dishes"))))
    lists = {"line.floors": "one", "line.bins": "two", "line.dishes": "two"}
    state = KIND.start(where)
    how = KIND.offers(where, state, A)[0].fields[0]
    assert isinstance(how, Choice)
    ways = [one.value for one in how.choices]
    assert ways == ["cut", "points"], "the plainest way is first"
    for event in (Suggested(B, "chores", "cut", tuple(x[5:] for x in lists)), Used(A, B), Cut(B, lists)):
        state = KIND.evolve(where, state, event)
    assert [one.name for one in KIND.offers(where, state, A)] == ["pick_one", "pick_two", "not_for_dividing"]
    assert [one.name for one in KIND.offers(where, state, B)] == ["not_for_dividing"]
    state = KIND.evolve(where, state, Picked(A, "two"))
    lines = KIND.view(where, state, B).theirs.result.lines
    assert {one.key: one.who for one in lines} == {"floors": B, "bins": A, "dishes": A}
    assert KIND.finished(state)
    edit = KIND.offers(where, state, B)[0]
    assert edit.initial == {"line.floors": "b", "line.bins": "a", "line.dishes": "a"}
    state = KIND.evolve(where, state, Edited(B, {**edit.initial, "line.floors": "both"}))
    instead = KIND.view(where, state, A).theirs.instead
    assert (instead.by, [one.who for one in instead.lines]) == (B, [None, A, A])


@pytest.mark.parametrize("so_far", range(6))
def test_either_can_end_it_at_any_time_and_nothing_opens(so_far):
    where = here(Matter("rooms", things=things(("a", "b"))))
    events = [Suggested(A, "rooms", "points", ("a", "b")), Used(B, A), HandedIn(A, {"line.a": 70, "line.b": 30}),
              HandedIn(B, {"line.a": 30, "line.b": 70}), ReadyToOpen(A), ReadyToOpen(B), FormsOpened()]  # fmt: skip
    for who in Partner:
        state = KIND.start(where)
        for event in events[: so_far + (so_far == 5) * 2]:
            state = KIND.evolve(where, state, event)
        offer = next(one for one in KIND.offers(where, state, who) if one.name == "not_for_dividing")
        assert offer.fields == ()
        ask = Ask(by=who, name=offer.name, visit=1, at=NOON, chance=0)
        state = KIND.evolve(where, state, *KIND.decide(where, state, ask))
        assert state == replace(state, stopped=True)
        assert KIND.finished(state)
        told = [KIND.view(where, state, one).theirs for one in Partner]
        assert told[0] == told[1], "not even who said it"
        assert (told[0].result, told[0].lists, told[0].stopped) == (None, (), True)
        assert KIND.offers(where, state, who) == []


def test_a_division_rests_for_a_week_so_that_it_cannot_be_run_by_halves():
    assert KIND.rests(here(Matter("leisure", amount=Amount("hours", 0, 9))).settings) == Rest(
        7, also_assigned=True
    )
