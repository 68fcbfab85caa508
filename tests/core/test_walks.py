"""No stuck state, replay, and "my own form stays": along random walks through every exercise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from exercises.core import session
from exercises.core.kind import Seen
from exercises.core.pair import Observer, Partner
from exercises.core.view import PAUSE, view_of
from exercises.steps.registry import STEP_KINDS
from tests.core.examples import OF_KIND, begin
from tests.core.real import disturbed, every_exercise, exercise, moments, often, seeds, seldom, walked
from tests.core.walking import VIEWERS


def test_every_step_kind_has_an_example():
    assert set(OF_KIND) == set(STEP_KINDS)
    for name, example in OF_KIND.items():
        assert name in {step.kind.name for step in example.steps}


@pytest.mark.parametrize("name", STEP_KINDS)
def test_everything_that_can_happen_in_a_kind_happens_on_the_walks(name):
    left = set(STEP_KINDS[name].events.values())
    for seed in range(100):
        left -= {type(event) for event in walked(name, seed).history}
        if not left:
            return
    assert not left


@every_exercise
@often
@given(seed=seeds)
def test_what_is_offered_is_accepted_and_every_session_can_end(name, seed):
    going = walked(name, seed)
    assert {line.state for line in view_of(going.now, Partner.A, going.at).steps} == {"done"}


@every_exercise
@seldom
@given(seed=seeds)
def test_the_events_alone_make_the_same_session_and_the_same_views(name, seed):
    going = walked(name, seed)
    for cut, now in ((cut, going.states[number]) for number, cut in enumerate(going.cuts)):
        again = session.replay(begin(exercise(name)), going.history[:cut])
        assert again == now
        assert [view_of(again, who, going.at) for who in VIEWERS] == [
            view_of(now, who, going.at) for who in VIEWERS
        ]


@every_exercise
@seldom
@given(seed=seeds)
def test_a_view_that_was_kept_is_the_one_that_would_be_made_now(name, seed):
    """At any time, before and after a pause is over, whoever looked before."""
    going = walked(name, seed)
    for now in going.states:
        for at in (going.at + times * PAUSE for times in (-2, 2, -2)):
            for who in VIEWERS:
                assert view_of(now, who, at) == view_of(replace(now), who, at)


@every_exercise
@seldom
@given(seed=seeds)
def test_the_other_partners_acts_leave_my_form_as_it_is_until_the_visit_changes(name, seed):
    assert disturbed(moments(name, seed)) == []


@every_exercise
@seldom
@given(seed=seeds)
def test_the_visit_changes_whenever_the_step_does(name, seed):
    for going, before, *_ in moments(name, seed):
        assert going.now.visit >= before.visit
        if going.now.past != before.past:
            assert going.now.visit > before.visit or going.now.over


@every_exercise
@seldom
@given(seed=seeds)
def test_an_observer_sees_how_far_it_is_and_nothing_that_was_said(name, seed):
    for going, *_ in moments(name, seed):
        seen = view_of(going.now, Observer(), going.at)
        assert seen.step.seen == Seen()
        assert (seen.commands, seen.recap) == ((), ())
