"""A part of a meeting: notes at once, a concern when both are ready, and one that is left for another day."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.steps.agenda.kind import KIND
from exercises.steps.agenda.part import Settings, State
from tests.core.examples import NOON

ALEX, BLAIR = Partner
WEEK = Here("week", Settings("Look at the week", note="Note", most=2))
CONCERN = Here(
    "concern", Settings("One concern", note="Note", concern="What is it?", wish="What would help?")
)


def after(here: Here, *acts: tuple[Partner, str], **values: Any) -> State:
    state: State = KIND.start(here)
    for by, name in acts:
        ask = Ask(by=by, name=name, visit=0, at=NOON, chance=0, values={"words": name, **values})
        for event in KIND.decide(here, state, ask):
            state = KIND.evolve(here, state, event)
    return state


def offered(here: Here, state: State, who: Partner) -> list[str]:
    return [offer.name for offer in KIND.offers(here, state, who)]


def test_notes_are_open_at_once_and_there_is_an_end_to_them():
    noted = after(WEEK, (ALEX, "note"), (ALEX, "note"))
    assert [one.by for one in KIND.view(WEEK, noted, BLAIR).theirs.notes] == [ALEX, ALEX]
    assert [offered(WEEK, noted, who) for who in Partner] == [[], ["note"]]
    assert KIND.finished(State(KIND.start(WEEK).closed))


def test_who_leaves_it_for_another_day_looks_like_who_opens_a_concern():
    wrote = after(CONCERN, (ALEX, "hand_in"), (ALEX, "open"), concern="The noise", wish=None)
    left_it = after(CONCERN, (ALEX, "not_today"))
    assert KIND.view(CONCERN, wrote, BLAIR) == KIND.view(CONCERN, left_it, BLAIR)
    assert offered(CONCERN, wrote, BLAIR) == offered(CONCERN, left_it, BLAIR)
    assert not KIND.finished(left_it)


def test_a_concern_opens_when_the_other_has_none():
    both = after(
        CONCERN, (ALEX, "hand_in"), (ALEX, "open"), (BLAIR, "not_today"), concern="The noise", wish=None
    )
    (own, others) = KIND.view(CONCERN, both, BLAIR).theirs.opened
    assert own == (BLAIR, {})
    assert others[1]["concern"] == "The noise"
    assert KIND.finished(both)


def test_it_can_be_thought_better_of_until_both_are_ready():
    again = after(CONCERN, (ALEX, "not_today"), (ALEX, "not_yet"), (ALEX, "take_back"))
    assert offered(CONCERN, again, ALEX) == ["hand_in", "not_today"]


def test_two_that_have_none_have_nothing_to_read():
    none = after(CONCERN, (ALEX, "not_today"), (BLAIR, "not_today"))
    assert not KIND.has_words(KIND.view(CONCERN, none, ALEX).theirs)


@pytest.mark.parametrize("who", Partner)
def test_a_concern_is_shared_once_it_is_open(who):
    wrote = after(CONCERN, (ALEX, "hand_in"), (ALEX, "open"), concern="The noise", wish=None)
    assert KIND.shares is not None
    assert KIND.shares(CONCERN, wrote, who) == []
