"""A text counts when both accept the same words; then it is an agreement, if it is meant to be one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from exercises.core.events import Ended, MovedOn
from exercises.core.here import Here
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner
from exercises.core.text import GONE, Refused
from tests.core.examples import NOON

from ..kind import KIND, Settings
from ..text import State

A, B = Partner
HERE = Here("plan", Settings("Write", "What we will do", "Nothing is agreed"))
LATER = MovedOn(1, NOON)


def offer(state: State, by: Partner, name: str) -> Offer | None:
    return next((one for one in KIND.offers(HERE, state, by) if one.name == name), None)


def done(state: State, by: Partner, name: str, **raw: Any) -> State:
    offered = offer(state, by, name)
    assert offered is not None
    ask = Ask(by=by, name=name, visit=1, at=NOON, chance=0, values=offered.clean(raw))
    for event in KIND.decide(HERE, state, ask):
        state = KIND.evolve(HERE, state, event)
    return state


def suggested(words: str = "We eat at seven") -> State:
    return done(KIND.start(HERE), A, "suggest_text", words=words, weeks="2")


def digest(state: State) -> str:
    assert state.text is not None
    return state.text.digest


def test_who_suggested_words_cannot_accept_them_for_the_other():
    assert offer(suggested(), A, "accept_text") is None
    assert offer(suggested(), B, "accept_text")


def test_other_words_void_what_could_be_accepted_before():
    first = suggested()
    second = done(first, A, "suggest_text", words="We eat at eight", weeks="2")
    with pytest.raises(Refused):
        done(second, B, "accept_text", digest=digest(first))
    assert done(second, B, "accept_text", digest=digest(second)).accepted


def test_only_what_both_accepted_becomes_an_agreement_and_only_where_it_is_meant_to_be_one():
    open_text = suggested()
    both = done(open_text, B, "accept_text", digest=digest(open_text))
    (entry,) = KIND.settles(HERE, both, LATER, both)
    assert (entry.kind, *entry.words) == ("agreement", "We eat at seven", "We eat at seven")
    assert (entry.starts, entry.review) == (NOON.date() + timedelta(1), NOON.date() + timedelta(15))
    assert KIND.settles(HERE, both, Ended(A), both)
    assert not KIND.settles(HERE, open_text, LATER, open_text)
    sentence = replace(HERE, settings=replace(HERE.settings, agreement=False))
    assert not KIND.settles(sentence, both, LATER, both)


def test_the_acceptor_keeps_their_copy_when_the_words_of_the_other_are_gone():
    open_text = suggested()
    both = done(open_text, B, "accept_text", digest=digest(open_text))
    assert both.text is not None
    gone = replace(both, text=replace(both.text, words=GONE))
    (entry,) = KIND.settles(HERE, gone, LATER, gone)
    assert (entry.words.of(A), entry.words.of(B)) == (GONE, "We eat at seven")


def test_two_can_always_go_on_without_a_text():
    assert KIND.finished(KIND.start(HERE))
    assert KIND.finished(suggested())
