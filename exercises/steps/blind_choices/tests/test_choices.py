"""Only what fits both opens, marking everything opens nothing, and a line that did not open is nowhere."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from exercises.core.closed_forms import FormsOpened, HandedIn, ReadyToOpen, readable
from exercises.core.here import Here
from exercises.core.pair import Pair, Partner
from exercises.core.rest import Rest
from tests.core.leaky_kinds import seen_through, told
from tests.core.plain import plain
from tests.core.proving import is_caught

from ..form import ANSWERS, Item, Settings
from ..kind import KIND
from ..matches import marked

A, B = Partner
HERE = Here("choose", Settings("Choose", tuple(Item(f"line_{n}", f"Line {n}") for n in range(2))))
TWO_OF_FOUR = Here("choose", Settings("Choose", tuple(Item(f"line_{n}", f"Line {n}") for n in range(4))))


def played(here: Here, a: dict[str, object], b: dict[str, object]):
    state = KIND.start(here)
    for event in (HandedIn(A, a), HandedIn(B, b), ReadyToOpen(A), ReadyToOpen(B), FormsOpened()):
        state = KIND.evolve(here, state, event)
    return state


def seen(a: str, b: str, a_too: bool, b_too: bool) -> list[tuple[str, bool]]:
    """What opens of one line, to which these two say this; the other line stays unmarked."""
    rest = {"line_1": "not_now"}
    state = played(HERE, {"line_0": a, "maybe_too": a_too, **rest}, {"line_0": b, "maybe_too": b_too, **rest})
    theirs = [plain(KIND.view(HERE, state, who).theirs) for who in Partner]
    assert theirs[0] == theirs[1]
    return [(one["title"], one["both_yes"]) for one in theirs[0]["matches"]]


def test_two_yeses_open_and_a_yes_and_a_maybe_only_if_both_let_them():
    for a, b, a_too, b_too in product(ANSWERS, ANSWERS, (True, False), (True, False)):
        opens = [("Line 0", True)] if a == b == "yes" else []
        if {a, b} == {"yes", "maybe"} and a_too and b_too:
            opens = [("Line 0", False)]
        assert seen(a, b, a_too, b_too) == opens


def test_no_and_not_now_look_alike_wherever_it_is_read():
    read = []
    for answer in ("no", "not_now"):
        sheet = {"line_0": "yes", "line_1": answer, "maybe_too": True}
        state = played(HERE, sheet, {"line_0": "yes", "line_1": "yes", "maybe_too": True})
        views = [KIND.view(HERE, state, who) for who in Partner]
        revealed = KIND.revealed(Pair(*(view.theirs for view in views)))
        carried = KIND.carry(HERE, state)
        assert KIND.shares is not None
        shared = [KIND.shares(HERE, state, who) for who in Partner]
        read.append(str((views, revealed, carried, shared)))
        assert "Line 1" not in read[-1]
    assert read[0] == read[1]


@pytest.mark.parametrize("answer", ["yes", "maybe"])
def test_who_marks_more_than_half_cannot_open(answer):
    def offered(many: int) -> set[str]:
        sheet = {f"line_{n}": answer if n < many else "no" for n in range(4)}
        state = KIND.evolve(TWO_OF_FOUR, KIND.start(TWO_OF_FOUR), HandedIn(A, sheet))
        assert KIND.view(TWO_OF_FOUR, state, A).mine.too_many == (many > 2)
        return {one.name for one in KIND.offers(TWO_OF_FOUR, state, A)}

    assert offered(2) == {"open", "take_back"}
    assert offered(3) == {"take_back"}


def test_where_maybes_never_open_they_do_not_count_as_marks():
    here = replace(TWO_OF_FOUR, settings=replace(TWO_OF_FOUR.settings, maybes=False))
    sheet = {f"line_{n}": "maybe" for n in range(4)}
    state = KIND.evolve(here, KIND.start(here), HandedIn(A, sheet))
    assert {one.name for one in KIND.offers(here, state, A)} == {"open", "take_back"}


def test_a_list_of_its_own_rests_for_two_weeks_and_ideas_of_the_day_do_not():
    assert KIND.rests(HERE.settings) == Rest(14, also_assigned=True)
    assert KIND.rests(Settings("Choose", about="ideas")) == Rest()


def test_a_count_of_what_the_other_marked_would_be_caught():
    def many(here, closed, viewer):
        return len(marked(here, readable(closed, viewer.other))) if closed.open else 0

    assert is_caught(seen_through(KIND, told(many=many)))
