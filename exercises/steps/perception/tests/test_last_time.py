"""The second check-in remembers the first: own ratings then and now, the other's only where they opened both times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from exercises.core.closed_forms import ClosedForms
from exercises.core.here import Here, LastTime
from exercises.core.pair import Pair, Partner
from exercises.core.text import GONE
from exercises.steps.perception import form, kind
from exercises.steps.perception.tests.test_opening import KEYS, SETTINGS, sheet
from exercises.translate import Reader

ON = date(2026, 11, 12)
WORDS = tuple(f"word {number}" for number in range(7))
NAMES = Pair("Mara", "Tom")
areas = st.lists(st.sampled_from(KEYS), unique=True, min_size=3, max_size=6)
SEEN_BY_BOTH = ("own", "partner")


def opened(both: tuple[Any, Any], drawn: list[str]) -> kind.State:
    return kind.State(ClosedForms(tuple(Partner), Pair(*both), open=True, facts={"areas": drawn}))


def seen(now: kind.State, then: kind.State | None, viewer: Partner = Partner.A) -> Any:
    return kind.recap(Here("rate", SETTINGS, last_time=LastTime(ON, then)), now, viewer)


def all_closed_changed(answers: dict[str, Any], other: dict[str, Any], drawn: list[str]) -> dict[str, Any]:
    """The same sheet where both saw it, and another one where they did not."""
    kept = {f"{what}.{area}" for what in SEEN_BY_BOTH for area in drawn}
    return {name: value if name in kept else other[name] for name, value in answers.items()}


@given(now=st.tuples(sheet, sheet), then=st.tuples(sheet, sheet), other=sheet, drawn=st.tuples(areas, areas))
def test_of_the_other_s_last_sheet_only_what_opened_both_times_is_seen(now, then, other, drawn):
    both_times = [area for area in drawn[0] if area in drawn[1]]
    nearly = all_closed_changed(then[1], other, both_times)
    state = opened(now, drawn[1])
    shown = [seen(state, opened((then[0], last), drawn[0])) for last in (then[1], nearly)]
    assert shown[0] == shown[1]


@given(now=st.tuples(sheet, sheet), then=st.tuples(sheet, sheet), drawn=areas)
def test_one_s_own_last_sheet_changes_nothing_for_the_other_where_nothing_opened_then(now, then, drawn):
    state = opened(now, drawn)
    before, without = opened(then, []), opened(({}, then[1]), [])
    assert seen(state, before, Partner.B) == seen(state, without, Partner.B)


def said(phrases: Any, viewer: Partner = Partner.A) -> list[str]:
    return [Reader(viewer, NAMES).text(one) for one in phrases]


def area_of(then: Any, now: Any, drawn_then: list[str]) -> Any:
    settings = replace(SETTINGS, anchors=WORDS)
    here = Here("rate", settings, last_time=LastTime(ON, opened(then, drawn_then)))
    state = opened(now, KEYS[:3])
    return kind.recap(here, state, Partner.A)


def rated(own: int, comfort: int = 3) -> dict[str, Any]:
    return {f"{what}.{key}": value for key in KEYS for what, value in (("own", own), ("comfort", comfort))}


def test_then_and_now_stand_side_by_side_in_words():
    shown = area_of((rated(2), rated(5)), (rated(4), rated(5)), KEYS[:3])
    assert said(shown.theirs.areas[0].then) == [
        "You put “word 4” for yourself now; on 12 November 2026 it was “word 2”.",
        "Tom put “word 5”, the same as on 12 November 2026.",
    ]


def test_an_area_that_did_not_open_then_is_compared_on_one_s_own_sheet_alone():
    shown = area_of((rated(2, comfort=1), rated(5)), (rated(4, comfort=5), rated(5)), [])
    assert shown.theirs.areas[0].then == ()
    assert said(shown.mine.own[0].then) == [
        "You put “word 4” for yourself now; on 12 November 2026 it was “word 2”.",
        "Whether it is all right with you: “step 1” then, “step 5” now.",
    ]


def test_what_was_taken_back_in_the_earlier_session_is_not_remembered():
    shown = area_of((GONE, GONE), (rated(4), rated(5)), KEYS[:3])
    assert shown.theirs.areas[0].then == ()
    assert all(area.then == () for area in shown.mine.own)


def test_nobody_is_left_with_an_empty_page():
    shown = kind.recap(Here("rate", SETTINGS), opened((rated(4), rated(5)), []), Partner.A)
    assert [len(area.lines) for area in shown.mine.own] == [2] * 8


def test_from_the_second_time_on_one_sentence_explains_it():
    settings = replace(SETTINGS, brief="As last time.")
    fresh, again = (
        kind.view(Here("rate", settings, last_time=last), kind.State(), Partner.A).mine.brief
        for last in (None, LastTime(ON))
    )
    assert fresh is None
    assert said([again]) == ["As last time."]


def test_the_form_asks_one_question_a_page_and_then_once_what_may_open():
    groups = form.groups(SETTINGS, SETTINGS.areas)
    fields = form.form(SETTINGS, Partner.A, SETTINGS.areas)
    pages = [[field.name for field in fields if field.group == group.key] for group in groups]
    assert [len(page) for page in pages[:-1]] == [1] * 24
    assert len(pages) == 25
    assert [name for name in pages[-1] if name.startswith("open.")] == [f"open.{key}" for key in KEYS]
