"""What one partner keeps closed changes nothing that anybody else is sent; and the proof of it can fail."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.core.pair import Partner
from exercises.steps.registry import STEP_KINDS
from tests.core.examples import EXAMPLES, OF_KIND
from tests.core.leaky_frames import RENDERINGS
from tests.core.proving import BUDGET, check, found_after
from tests.core.real import every_exercise, exercise, moments, often, seeds, seldom
from tests.core.walking import is_apart
from tests.core.what_stays_closed import KEEPING

partners = st.sampled_from(Partner)
ENOUGH = 20
"""So many times something was compared while something closed differed."""


@every_exercise
@seldom
@given(seed=seeds, owner=partners)
def test_what_one_keeps_closed_changes_nothing_that_others_are_sent(name, seed, owner):
    check(exercise(name), seed, owner, apart=is_apart(seed))


@pytest.mark.parametrize("name", KEEPING)
def test_there_was_something_closed_to_be_seen(name):
    compared = 0
    for seed, owner in product(range(8), Partner):
        compared += check(OF_KIND[name], seed, owner)
        if compared > ENOUGH:
            return
    assert compared > ENOUGH


@pytest.mark.parametrize("name", STEP_KINDS)
@often
@given(seed=seeds)
def test_the_private_commands_of_each_kind_are_those_that_the_specification_names(name, seed):
    specified = EXAMPLES[name].silent | EXAMPLES[name].sealed
    for going, *_ in moments(name, seed):
        if going.now.step.kind.name == name:
            offers = [offer for who in Partner for offer in going.offers(who)]
            private = {offer.name for offer in offers if offer.private}
            assert private == specified & {offer.name for offer in offers}, "silent or sealed in example.py"


@pytest.mark.parametrize("plant", RENDERINGS)
def test_the_checker_catches_in_what_is_sent(plant):
    assert found_after(OF_KIND["private_reflection"], RENDERINGS[plant]) < BUDGET
