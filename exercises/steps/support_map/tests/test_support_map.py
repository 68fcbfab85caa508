"""Of a map only released lines open, after a preview; the rest is not even countable; leaks of it are found."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.core.closed_forms import ClosedForms, FormsOpened, HandedIn, both
from exercises.core.here import Here
from exercises.core.kind import StepKind
from exercises.core.pair import Pair, Partner
from exercises.core.text import GONE
from exercises.steps.support_map.kind import KIND, Settings
from exercises.steps.support_map.lines import FOR_WHAT
from tests.core.leaky_kinds import handed_on, seen_through, told
from tests.core.plain import plain
from tests.core.proving import is_caught
from tests.core.revealing import is_caught_by_a_counselor

HERE = Here("map", Settings("Who is there?", "One step"))
NAMES = [field.name for field in KIND.offers(HERE, both(), Partner.A)[0].fields]


def answers(**given: Any) -> dict[str, Any]:
    return {name: given.get(name, False if name.endswith("_open") else None) for name in NAMES}


def opened(a: Any, b: Any) -> ClosedForms:
    state = both()
    for event in (HandedIn(Partner.A, a), HandedIn(Partner.B, b), FormsOpened()):
        state = KIND.evolve(HERE, state, event)
    return state


def seen_by_b(a: Any) -> Any:
    return plain(KIND.view(HERE, opened(a, answers()), Partner.B))


def test_no_box_is_ticked_at_first_and_no_line_is_required():
    (form,) = KIND.offers(HERE, both(), Partner.A)
    assert form.clean({}) == answers()
    assert form.initial == {}


def test_what_is_not_released_changes_nothing_for_the_other_and_a_released_line_does():
    kept = answers(comfort="my sister", money="M.", crisis="my sister")
    assert seen_by_b(kept) == seen_by_b(answers())
    assert seen_by_b({**kept, "comfort_open": True}) != seen_by_b(answers())


def test_before_it_opens_its_author_reads_what_the_other_will_see():
    mine = answers(comfort="my sister", comfort_open=True, fun="the choir")
    state = KIND.evolve(HERE, both(), HandedIn(Partner.A, mine))
    seen = KIND.view(HERE, state, Partner.A).mine
    assert [line.words for line in seen.released] == ["my sister"]
    assert [line.words for line in seen.kept] == ["the choir"]
    assert set(seen.gaps) == {FOR_WHAT[name] for name in FOR_WHAT if name not in ("comfort", "fun")}


def test_a_counselor_reads_released_lines_only_and_nothing_where_there_are_none():
    def read(a: Any) -> Any:
        state = opened(a, answers())
        return KIND.revealed(Pair(*(KIND.view(HERE, state, who).theirs for who in Partner)))

    assert read(answers(comfort="my sister")) is None
    told = read(answers(comfort="my sister", comfort_open=True, money="M."))
    assert [line.words for _who, lines in told.opened for line in lines] == ["my sister"]


def test_a_map_whose_author_erased_it_reads_as_one_without_released_lines():
    assert seen_by_b(GONE) == seen_by_b(answers())


@pytest.mark.parametrize(("words", "many"), [("my sister", 0), ("M. 0171 2345", 1), ("m@example.org", 1)])
def test_a_number_or_an_address_gets_a_gentle_remark(words, many):
    assert len(KIND.remarks(HERE.settings, answers(comfort=words))) == many


def how_many() -> StepKind:
    def count(here: Here, state: Any, viewer: Partner) -> Any:
        found = state.answers.of(viewer.other)
        return sum(bool(found[name]) for name in FOR_WHAT) if isinstance(found, dict) else ...

    return seen_through(KIND, told(many=count))


def kept_lines() -> StepKind:
    return handed_on(KIND, lambda here, state, who: KIND.view(here, state, who).mine.kept)


def test_leaks_are_caught():
    assert is_caught(how_many())
    assert is_caught_by_a_counselor(kept_lines())
