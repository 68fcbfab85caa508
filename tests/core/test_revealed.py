"""A counselor whom both let read gets what both have seen, and nothing else; and the proof of it can fail."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given

from exercises.core import session
from exercises.core.events import Ended, without_content
from exercises.core.ledger import Ledger, evolve
from exercises.core.ledger_events import Closed, Kept, Listed
from exercises.core.pair import Partner
from exercises.core.revealed import agreed, revealed
from exercises.core.text import GONE
from exercises.steps.registry import STEP_KINDS
from tests.core.altered_history import with_other_secrets
from tests.core.examples import NOON, begin
from tests.core.filling import mark
from tests.core.plain import plain, said
from tests.core.real import every_exercise, exercise, seeds, seldom, walked
from tests.core.revealing import check


@every_exercise
@seldom
@given(seed=seeds)
def test_what_is_revealed_is_what_both_have_seen_and_nothing_kept_changes_it(name, seed):
    assert check(walked(name, seed), exercise(name)) > 0


@pytest.mark.parametrize("name", ["arrival", "perception", "private_reflection", "swap"])
def test_there_was_something_kept_that_could_have_shown(name):
    for seed in range(10):
        whole = walked(name, seed)
        assert with_other_secrets(begin(exercise(name)), whole.history, Random(seed)) != whole.history


@every_exercise
@seldom
@given(seed=seeds)
def test_a_session_that_goes_on_or_was_ended_reveals_nothing(name, seed):
    whole = walked(name, seed)
    for state in whole.states[:-1]:
        ended = session.evolve(state, Ended(Partner.A))
        assert {state.played_through, ended.played_through} == {False}
        assert revealed(state) == revealed(ended) == ()
    assert whole.now.played_through


@every_exercise
@seldom
@given(seed=seeds)
def test_the_words_of_who_erased_themself_are_gone_and_those_of_the_other_stay(name, seed):
    whole = walked(name, seed)
    before = {one for one in said(revealed(whole.now)) if mark(Partner.B) in one}
    kept = [without_content(event, Partner.A) for event in whole.history]
    after = set(said(revealed(session.replay(begin(exercise(name)), kept))))
    assert not any(mark(Partner.A) in one for one in after)
    assert {one for one in after if mark(Partner.B) in one} == before


@pytest.mark.parametrize("name", STEP_KINDS)
def test_a_kind_that_opens_words_says_what_it_reveals_and_no_other(name):
    kind = STEP_KINDS[name]
    seeds = range(20 if kind.shares else 4)
    steps = (step for seed in seeds for step in revealed(walked(name, seed).now))
    assert any(step.kind == kind.name for step in steps) == (kind.shares is not None)


def test_comfort_and_guesses_are_nowhere_in_what_is_revealed():
    for seed in range(20):
        for step in revealed(walked("perception", seed).now):
            for area in plain(step.shown).get("areas", ()):
                assert set(area) == {"key", "title", "about", "leans", "rows"}


def written(*events: Any) -> Ledger:
    ledger = Ledger()
    for event in events:
        ledger = evolve(ledger, event)
    return ledger


def listed(kind: str, *keeps: Partner, words: Any = "The words") -> list[Any]:
    day = NOON.date()
    return [Listed("x", kind, Partner.A, day), *(Kept(who, "x", words) for who in keeps)]


def test_an_agreement_is_read_from_whichever_copy_can_be_read():
    for gone in Partner:
        events = [*listed("agreement", gone, words=GONE), Kept(gone.other, "x", "The words")]
        (entry,) = agreed(written(*events), NOON)
        assert entry["words"] == "The words"


def test_a_limit_stays_between_the_two():
    assert agreed(written(*listed("limit", Partner.A)), NOON) == []
    assert len(agreed(written(*listed("request", *Partner)), NOON)) == 1


def test_who_ended_an_agreement_is_nowhere():
    ended = [
        agreed(written(*listed("agreement", *Partner), Closed(who, "x", NOON.date())), NOON)
        for who in Partner
    ]
    assert ended[0] == ended[1]
    assert ended[0][0]["state"] == "closed"
