"""Both are calm enough, or it is another day; whose answer it was is in no event, and leaks of it are found."""

from __future__ import annotations

from itertools import product

import pytest

from exercises.core.here import Here
from exercises.core.kind import StepKind
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.steps.calm_check.kind import KIND, Decided, Settings, State
from tests.core.examples import NOON
from tests.core.leaky_kinds import handed_on, seen_through, told
from tests.core.proving import is_caught
from tests.core.revealing import is_caught_by_a_counselor

HERE = Here("calm", Settings("Calm?", "Both calm", "Another day"))
ANSWERS = ("calm_enough", "another_day")


def after(state: State, by: Partner, name: str) -> State:
    for event in KIND.decide(HERE, state, Ask(by=by, name=name, visit=0, at=NOON, chance=0)):
        state = KIND.evolve(HERE, state, event)
    return state


@pytest.mark.parametrize("answers", list(product(ANSWERS, ANSWERS)))
def test_one_another_day_is_enough_and_both_read_the_same(answers):
    both = after(after(State(), Partner.B, answers[1]), Partner.A, answers[0])
    calm = answers == ("calm_enough", "calm_enough")
    assert KIND.finished(both)
    seen = [KIND.view(HERE, both, who) for who in Partner]
    assert seen[0] == seen[1]
    assert seen[0].mine.outcome.text == ("Both calm" if calm else "Another day")
    assert KIND.leads_to(seen[0].theirs) == ("need" if calm else "time")


def test_whose_answer_decided_it_is_not_recorded():
    waiting = after(State(), Partner.B, "another_day")
    events = KIND.decide(HERE, waiting, Ask(by=Partner.A, name="calm_enough", visit=0, at=NOON, chance=0))
    assert events[-1] == Decided(calm=False)


@pytest.mark.parametrize("answers", list(product(ANSWERS, ANSWERS)))
def test_where_it_waits_they_go_on_only_when_both_are_calm_and_can_be_asked_again(answers):
    begun = State(waits=True)
    both = after(after(begun, Partner.B, answers[1]), Partner.A, answers[0])
    assert KIND.finished(both) == (answers == ("calm_enough", "calm_enough"))
    if not KIND.finished(both):
        for who in Partner:
            assert [one.name for one in KIND.offers(HERE, both, who)] == ["ask_again"]
            assert after(both, who, "ask_again") == begun


def which_answer() -> StepKind:
    return seen_through(KIND, told(answer=lambda here, state, viewer: state.answers.of(viewer.other)))


def whose_answer_decided() -> StepKind:
    return handed_on(KIND, lambda here, state, who: state.answers.of(who))


def test_leaks_are_caught():
    assert is_caught(which_answer())
    assert is_caught_by_a_counselor(whose_answer_decided())
