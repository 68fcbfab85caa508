"""What an item on the table can become, and by whose act: along random walks over limits, requests and agreements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exercises.core import rules
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.core.settlement import Settlement, Version
from exercises.core.text import Refused
from exercises.steps.negotiation.item import Accepted, Answered, Item, Offered
from exercises.steps.negotiation.kind import NextItem
from exercises.steps.negotiation.moves import moves
from tests.core.examples import OF_KIND
from tests.core.filling import filled
from tests.core.real import moments, seeds
from tests.core.walking import Walk, walk

VOTES = {"accept", "say_yes", "say_no", "need_time", "offer"}


def table(session: Session) -> list[Item]:
    """The items, during the step and after it."""
    state = session.past[-1].state if session.over and session.past else session.state
    return list(getattr(state, "items", ()))


def on_the_table(session: Session) -> Item | None:
    return getattr(session.state, "item", None)


def acts(seed: int) -> Iterator[tuple[Walk, Session, Ask, list[Any]]]:
    """The commands of a walk that were given at the table."""
    return (one for one in moments("negotiation", seed) if on_the_table(one[1]))


def at_the_table(seed: int) -> Walk:
    """A walk that has just come to the table."""
    going = walk(OF_KIND["negotiation"], seed)
    while not on_the_table(going.now):
        going.step()
    return going


@given(seed=seeds)
def test_nothing_that_the_partner_does_changes_a_limit_or_what_its_author_may_do_with_it(seed):
    for going, before, ask, _events in acts(seed):
        item, number = on_the_table(before), before.state.current
        after = table(going.now)
        if item is None or item.kind != "limit" or ask.by is item.author or not after:
            continue
        changed = after[number]
        assert (changed.outcome, changed.versions) == (item.outcome, item.versions)
        said = {"ask", "reply"}
        assert set(moves(changed, item.author)) - said == set(moves(item, item.author)) - said


@given(seed=seeds)
def test_a_limit_is_complete_as_it_comes_and_nobody_is_asked_to_vote_on_it(seed):
    for _going, before, *_ in acts(seed):
        item = on_the_table(before)
        if item and item.kind == "limit":
            assert item.outcome in ("shared", "withdrawn")
            assert not VOTES & {*moves(item, Partner.A), *moves(item, Partner.B)}


@given(seed=seeds)
def test_an_agreement_needs_both_explicit_acceptances_of_the_very_same_words(seed):
    accepted: dict[Partner, Any] = {}
    for going, before, _ask, events in acts(seed):
        for event in events:
            if isinstance(event, Offered | NextItem):
                accepted = {}
            if isinstance(event, Accepted):
                accepted[event.by] = (event.version, event.words, event.digest)
        for item in table(going.now)[before.state.current : before.state.current + 1]:
            words = (len(item.versions), item.version.words, item.version.digest)
            both = accepted == {Partner.A: words, Partner.B: words}
            assert both or item.outcome != "agreed" or any(isinstance(event, NextItem) for event in events)


@given(seed=seeds)
def test_only_the_agreed_words_are_settled_and_they_hold_from_the_next_day_until_a_review(seed):
    for _going, before, ask, events in acts(seed):
        for entry in rules.of_events(before, events).settled:
            if isinstance(entry, Settlement) and entry.kind == "agreement" and not entry.until:
                item = on_the_table(before)
                assert item
                assert all(words == item.version.words for words in entry.words)
                assert entry.starts == ask.at.date() + timedelta(days=1)
                assert entry.review == entry.starts + timedelta(weeks=item.version.weeks)


@given(seed=seeds)
def test_an_acceptance_of_other_words_than_those_on_the_table_is_refused(seed):
    for going, *_ in acts(seed):
        for who in Partner:
            if "accept" in {offer.name for offer in going.offers(who)}:
                stale = {"digest": Version(who, "other words", 2).digest}
                with pytest.raises(Refused, match="invalid"):
                    rules.outcome(going.now, going.ask(who, "accept", stale))


@given(seed=seeds, silent=st.sampled_from(Partner))
def test_whoever_is_silent_agrees_to_nothing_however_long_the_other_goes_on(seed, silent):
    going = at_the_table(seed)
    rng = Random(seed)
    settled: list[Any] = []
    for _ in range(30):
        going.at += timedelta(days=40)
        offers = [offer for offer in going.offers(silent.other) if offer.scope == "step"]
        if offers:
            offer = rng.choice(offers)
            ask = going.ask(silent.other, offer.name, filled(offer, rng, silent.other))
            outcome = rules.outcome(going.now, ask)
            settled += outcome.settled
            going.now = outcome.after
    in_force = [one for one in settled if isinstance(one, Settlement) and not one.until]
    assert [one for one in in_force if one.kind != "limit" or one.author is silent] == []
    for item in table(going.now):
        assert not item.accepted.of(silent)
        assert item.outcome in ("open", "shared", "later", "withdrawn") or item.author is silent
        assert item.outcome != "agreed"


@given(seed=seeds)
def test_a_request_is_answered_only_by_whose_answer_is_open_and_a_no_is_complete(seed):
    answered = False
    for going, before, ask, events in acts(seed):
        item = on_the_table(before)
        for event in events:
            if item and isinstance(event, Answered):
                answered = True
                assert ask.by is item.answerer
                assert table(going.now)[before.state.current].outcome == event.answer
    assume(answered)


def test_the_digest_is_that_of_the_exact_words_and_weeks():
    def digest(words: str, weeks: int) -> str:
        return Version(Partner.A, words, weeks).digest

    assert digest("We eat at seven.", 2) == digest("We eat at seven.", 2)
    others = {digest(words, weeks) for words in ("We eat at seven.", "We eat at seven") for weeks in (2, 3)}
    assert len(others) == 4
