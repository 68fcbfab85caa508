"""Whoever erases themself, whenever: the session still replays, shows, decides and ends, and the other's words stay."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from hypothesis import given

from exercises.core import rules, session
from exercises.core.events import without_content
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.view import view_of
from tests.core.examples import begin
from tests.core.filling import filled, mark
from tests.core.plain import plain, said
from tests.core.real import every_exercise, exercise, seeds, seldom, walked
from tests.core.walking import BOUND, VIEWERS, Walk

both_may_erase = pytest.mark.parametrize("gone", Partner, ids="{0.value} is gone".format)


MANY = 10**6


def erased(name: str, seed: int, gone: Partner) -> tuple[Walk, Walk]:
    """A session at some point of a walk, as it was, and as it is when the key of `gone` is destroyed there."""
    whole = walked(name, seed)
    number = Random(seed).randrange(len(whole.cuts))
    past = whole.history[: whole.cuts[number]]
    kept = [without_content(event, gone) for event in past]
    now = session.replay(begin(exercise(name)), kept)
    before = Walk(Random(seed + MANY), whole.states[number], whole.at, past)
    return before, Walk(Random(seed + MANY), now, whole.at, kept)  # nobody says again what they said before


def words(going: Walk, author: Partner) -> list[set[str]]:
    """What each viewer can read of the author's own words."""
    return [
        {one for one in said(view_of(going.now, who, going.at)) if mark(author) in one} for who in VIEWERS
    ]


@both_may_erase
@every_exercise
@seldom
@given(seed=seeds)
def test_the_words_of_one_are_gone_and_those_of_the_other_stay_where_they_were(name, seed, gone):
    before, after = erased(name, seed, gone)
    assert words(after, gone.other) == words(before, gone.other)
    assert words(after, gone) == [set(), set(), set()]


@both_may_erase
@every_exercise
@seldom
@given(seed=seeds)
def test_all_that_is_offered_after_an_erasure_is_still_accepted_and_settled(name, seed, gone):
    _, after = erased(name, seed, gone)
    rng = Random(seed)
    for who in Partner:
        for offer in after.offers(who):
            rules.outcome(after.now, after.ask(who, offer.name, filled(offer, rng, who)))


@both_may_erase
@every_exercise
@seldom
@given(seed=seeds)
def test_a_session_can_be_ended_after_an_erasure(name, seed, gone):
    _, after = erased(name, seed, gone)
    for _ in range(BOUND):
        if after.now.over:
            return
        after.step()
    assert after.now.over


@both_may_erase
@every_exercise
@seldom
@given(seed=seeds)
def test_what_was_settled_is_settled_again_without_the_words_that_are_gone(name, seed, gone):
    whole = walked(name, seed)
    kept = [without_content(event, gone) for event in whole.history]
    then = rules.of_events(begin(exercise(name)), whole.history).settled
    now = rules.of_events(begin(exercise(name)), kept).settled

    def shape(entries: Iterable[Any]) -> list[Any]:
        open_fields = ("kind", "author", "by", "starts", "review", "until", "key")
        return [(type(one), *(getattr(one, name, None) for name in open_fields)) for one in entries]

    assert shape(now) == shape(then)


@both_may_erase
@pytest.mark.parametrize("name", ["answer", "negotiation"])
@given(seed=seeds)
def test_nobody_is_asked_to_say_yes_to_words_that_are_gone(name, seed, gone):
    _, after = erased(name, seed, gone)
    theirs = view_of(after.now, gone.other, after.at)
    seen = plain(theirs.step.seen.theirs) or {}
    assert "GONE" not in said(seen.get("wording", "")) or "say_yes" not in names(theirs.forms)
    items = seen.get("items", ())
    if items and items[-1]["words"] == "GONE" and not theirs.over:
        assert not {"say_yes", "accept"} & names(theirs.forms)


def names(offers: Iterable[Offer]) -> set[str]:
    return {offer.name for offer in offers}
