"""What an answer leaves in the ledger: the ask and the answer together, or the sentence that both accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.core import ledger, ledger_view, rules, session
from exercises.core.events import without_content
from exercises.core.ledger import Ledger
from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Version
from exercises.core.text import GONE, Refused
from exercises.steps.answer.answers import State
from tests.core.examples import OF_KIND, begin
from tests.core.real import moments, seeds
from tests.core.walking import Walk, walk

WAY, SENTENCE = "Not on Tuesday; on Sunday.", "We eat together on Sundays."


def answering(seed: int) -> Walk:
    """A walk that has just come to the answer."""
    going = walk(OF_KIND["answer"], seed)
    while not isinstance(going.now.state, State):
        going.step()
        if going.now.set_aside:
            act(going, Partner.A, "pick_up")
        if going.now.pause:
            act(going, going.now.pause.by, "resume")
    return going


def act(going: Walk, by: Partner, name: str, **raw: str) -> tuple[Any, ...]:
    """Give the command; the entries that it made in the ledger."""
    found = rules.outcome(going.now, going.ask(by, name, raw))
    going.history += found.events
    going.now = found.after
    return found.settled


def go_on(going: Walk) -> tuple[Any, ...]:
    return act(going, Partner.A, "continue") + act(going, Partner.B, "continue")


def accept(going: Walk, by: Partner) -> None:
    suggested = going.now.state.sentence
    act(going, by, "accept_sentence", digest=suggested.digest)


def only(who: Partner, words: str) -> Pair[Any]:
    """What nobody said yes to: its author alone keeps a copy."""
    nobody: Pair[Any] = Pair(None, None)
    return nobody.put(who, words)


def asked(going: Walk) -> tuple[Partner, str]:
    return going.now.here.speaker, going.now.state.wording


def test_a_yes_to_the_request_lists_the_request_alone():
    going = answering(1)
    asker, ask = asked(going)
    act(going, asker.other, "say_yes")
    (entry,) = go_on(going)
    assert (entry.kind, entry.author, entry.words) == ("request", asker, Pair(ask, ask))
    assert not entry.earlier


def test_a_yes_to_another_way_stands_under_the_one_who_asked_with_what_was_asked():
    going = answering(2)
    asker, ask = asked(going)
    act(going, asker.other, "another_way", words=WAY)
    act(going, asker, "say_yes")
    (entry,) = go_on(going)
    assert (entry.kind, entry.author, entry.words) == ("request", asker, Pair(WAY, WAY))
    assert entry.words_by is asker.other
    assert [(one.by, one.words) for one in entry.earlier] == [(asker, only(asker, ask))]


@pytest.mark.parametrize("weeks", [0, 2, 8])
@pytest.mark.parametrize("by_asker", [True, False])
def test_a_sentence_that_both_accept_takes_the_place_of_the_request(weeks, by_asker):
    going = answering(3)
    asker, ask = asked(going)
    act(going, asker.other, "another_way", words=WAY)
    act(going, asker, "say_yes")
    by = asker if by_asker else asker.other
    act(going, by, "suggest_sentence", words=SENTENCE, weeks=str(weeks))
    accept(going, by.other)
    (entry,) = go_on(going)
    tomorrow = going.at.date() + timedelta(days=1)
    assert (entry.kind, entry.author, entry.words) == ("agreement", asker, Pair(SENTENCE, SENTENCE))
    assert entry.starts == tomorrow
    assert entry.review == (tomorrow + timedelta(weeks=weeks) if weeks else None)
    said = [(asker, only(asker, ask)), (asker.other, Pair(WAY, WAY))]
    assert [(one.by, one.words) for one in entry.earlier] == said


def test_a_sentence_is_prefilled_with_what_had_the_yes_and_then_with_what_was_suggested():
    going = answering(4)
    asker, ask = asked(going)
    act(going, asker.other, "say_yes")
    assert prefilled(going, asker) == prefilled(going, asker.other) == {"words": ask, "weeks": "0"}
    act(going, asker, "suggest_sentence", words=SENTENCE, weeks="4")
    assert prefilled(going, asker.other) == {"words": SENTENCE, "weeks": "4"}


def prefilled(going: Walk, who: Partner) -> Any:
    return next(dict(one.initial) for one in going.offers(who) if one.name == "suggest_sentence")


def test_nobody_has_to_say_a_sentence_and_a_suggestion_alone_is_no_agreement():
    going = answering(5)
    asker, _ask = asked(going)
    act(going, asker.other, "say_yes")
    act(going, asker, "suggest_sentence", words=SENTENCE, weeks="2")
    (entry,) = go_on(going)
    assert entry.kind == "request"


@pytest.mark.parametrize("instead", ["say_no", "say_time"])
def test_a_yes_taken_back_before_going_on_takes_the_sentence_with_it(instead):
    going = answering(6)
    asker, _ask = asked(going)
    act(going, asker.other, "say_yes")
    act(going, asker, "suggest_sentence", words=SENTENCE, weeks="2")
    accept(going, asker.other)
    act(going, asker.other, instead)
    assert going.now.state.sentence is None
    assert not {"suggest_sentence", "accept_sentence"} & {one.name for one in going.offers(asker)}
    assert go_on(going) == ()


@given(seed=seeds)
def test_no_walk_lists_an_agreement_without_two_who_accepted_exactly_its_words(seed):
    suggested: dict[Partner, set[str]] = {who: set() for who in Partner}
    for _going, before, ask, events in moments("answer", seed):
        if not isinstance(before.state, State):
            continue
        if ask.name == "suggest_sentence":
            suggested[ask.by].add(ask.raw["words"].strip())
        if ask.name == "accept_sentence":
            assert before.state.sentence.by is ask.by.other
            assert before.state.sentence.words in suggested[ask.by.other]
        for entry in rules.of_events(before, events).settled:
            agreed = before.state.yes and before.state.accepted
            assert before.state.yes
            assert entry.author is before.here.speaker
            assert entry.kind == ("agreement" if agreed else "request")


@pytest.mark.parametrize("by_asker", [True, False])
def test_an_acceptance_of_other_words_is_refused_and_of_words_that_are_gone_not_offered(by_asker):
    going = answering(3)
    asker, _ask = asked(going)
    by = asker if by_asker else asker.other
    act(going, asker.other, "say_yes")
    act(going, by, "suggest_sentence", words=SENTENCE, weeks="2")
    for stale in (Version(by, SENTENCE, 4), Version(by, "other words", 2)):
        with pytest.raises(Refused, match="invalid"):
            act(going, by.other, "accept_sentence", digest=stale.digest)
    accepts = {"accept_sentence", "suggest_sentence"}
    assert accepts <= {offer.name for offer in going.offers(by.other)}
    kept = [without_content(event, by) for event in going.history]
    left = Walk(going.rng, session.replay(begin(OF_KIND["answer"]), kept), going.at)
    assert accepts & {offer.name for offer in left.offers(by.other)} == {"suggest_sentence"}


@given(gone=st.sampled_from(Partner), by_asker=st.booleans(), another=st.booleans())
def test_after_an_erasure_the_other_still_reads_all_that_had_a_yes(gone, by_asker, another):
    going = answering(3)
    asker, ask = asked(going)
    answerer = asker.other
    if another:
        act(going, answerer, "another_way", words=WAY)
        answerer = asker
    act(going, answerer, "say_yes")
    by = asker if by_asker else asker.other
    act(going, by, "suggest_sentence", words=SENTENCE, weeks="0")
    accept(going, by.other)
    (entry,) = go_on(going)
    book = Ledger()
    for event in ledger.enter("1", entry, going.at):
        book = ledger.evolve(book, without_content(event, gone))
    (seen,) = ledger_view.view(book, gone.other, going.at)
    said = [seen["words"], *(one["words"] for one in seen["earlier"])]
    asked_first = GONE if gone is asker else ask
    assert said == ([SENTENCE, asked_first, WAY] if another else [SENTENCE, ask])
