"""How understood somebody feels, and how it was, is asked where the exercise does so, and read by its author alone."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from exercises.core import rules
from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Observer, Pair, Partner
from exercises.core.revealed import revealed
from exercises.core.session import Session
from exercises.core.text import GONE
from exercises.core.view import view_of
from exercises.steps.closing.check import WORDS
from exercises.steps.closing.kind import KIND, UNDERSTOOD, Closed, Settings, State
from tests.core.examples import NOON, begin, exercise
from tests.core.filling import filled
from tests.core.plain import plain

CLOSING = exercise()


def closed(also: Any = None, **understood: str) -> Session:
    """A session of an arrival and a closing, closed by both; A answers `also` these."""
    now = begin(CLOSING)
    for name in ("enter", "ready"):
        for who in Partner:
            offer = next(one for one in view_of(now, who, NOON).forms if one.name == name)
            now = act(now, who, name, filled(offer, Random(0), who))
    for who in Partner:
        raw = {"sentence": "Good.", "understood": understood.get(who.value, "")}
        now = act(now, who, "close", {**raw, **(also or {})} if who is Partner.A else raw)
    return now


def act(now: Session, by: Partner, name: str, raw: Any) -> Session:
    return rules.outcome(now, Ask(by=by, name=name, visit=now.visit, at=NOON, chance=1, raw=raw)).after


@pytest.mark.parametrize("word", UNDERSTOOD)
def test_each_reads_their_own_word_at_the_end_and_nobody_elses(word):
    now = closed(a=word)
    assert now.over
    mine = view_of(now, Partner.A, NOON).recap[-1].seen.mine.understood
    assert mine.word == UNDERSTOOD[word]
    nothing = closed()
    assert view_of(nothing, Partner.A, NOON).recap[-1].seen.mine.understood is None
    for viewer in (Partner.B, Observer()):
        assert plain(view_of(now, viewer, NOON)) == plain(view_of(nothing, viewer, NOON))
    assert plain(revealed(now)) == plain(revealed(nothing))
    past = now.past[-1]
    assert KIND.shares
    assert [words for _label, words in KIND.shares(past.here, past.state, Partner.A)] == ["Good."]


@pytest.mark.parametrize(("name", "words"), WORDS.items())
def test_how_it_was_is_read_by_its_author_alone_and_nothing_follows(name, words):
    nothing = closed()
    for word in words:
        now = closed({name: word})
        (asked,) = view_of(now, Partner.A, NOON).recap[-1].seen.mine.check
        assert asked.word == words[word]
        for viewer in (Partner.B, Observer()):
            assert plain(view_of(now, viewer, NOON)) == plain(view_of(nothing, viewer, NOON))
        assert plain(revealed(now)) == plain(revealed(nothing))
        mine, without = (plain(view_of(one, Partner.A, NOON)) for one in (now, nothing))
        mine["recap"][-1]["seen"]["mine"]["check"] = None
        assert mine == without


def test_it_is_not_asked_unless_the_exercise_asks_it():
    plainly = Here("close", Settings("Close", "One sentence"))
    (offer,) = KIND.offers(plainly, State(), Partner.A)
    assert [field.name for field in offer.fields] == ["sentence"]
    ask = Ask(by=Partner.A, name="close", visit=1, at=NOON, chance=1, values={"sentence": None})
    assert KIND.decide(plainly, State(), ask) == [Closed(Partner.A, None)]


def test_it_goes_with_the_key_of_its_author():
    asking = Here("close", Settings("Close", "One sentence", "How understood?"))
    state = KIND.evolve(asking, State(), Closed(Partner.A, GONE, GONE))
    assert state.understood == Pair(GONE, None)
    assert KIND.view(asking, state, Partner.A).mine.understood is None
