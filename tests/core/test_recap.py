"""What was opened to both is not left out when the session is read afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from exercises.core.events import Ended
from exercises.core.pair import Partner
from exercises.core.session import evolve
from exercises.core.view import view_of
from exercises.steps.registry import STEP_KINDS
from tests.core.real import every_exercise, seeds, seldom, walked


@every_exercise
@seldom
@given(seed=seeds)
def test_a_step_in_which_somebodys_words_are_open_has_words_to_read_for_both(name, seed):
    for now in walked(name, seed).states:
        over = evolve(now, Ended(Partner.A))
        for who in Partner:
            for past, step in zip(over.past, view_of(over, who, now.since).recap, strict=True):
                kind = STEP_KINDS[step.kind]
                shared = [kind.shares(past.here, past.state, one) for one in Partner] if kind.shares else []
                assert step.has_words or not any(shared)


def test_a_kind_that_opens_words_and_does_not_say_when_it_has_any_is_no_kind():
    kind = STEP_KINDS["private_reflection"]
    with pytest.raises(TypeError, match="has_words"):
        replace(kind, has_words=type(kind).has_words)
