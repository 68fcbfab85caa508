"""Whoever takes back their words of one step: gone for all, the other's stay, and the session goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given

from exercises.core import ledger, ledger_events, ledger_rules, rules, session
from exercises.core.events import MovedOn, Parted, WordsTakenBack, content_fields, says, without_content
from exercises.core.fields import Choice
from exercises.core.pair import Observer, Pair, Partner
from exercises.core.session import Past, Session
from exercises.core.settlement import Settlement
from exercises.core.text import GONE
from exercises.core.view import view_of
from tests.core.examples import NOON, begin
from tests.core.filling import filled, mark
from tests.core.plain import plain, said
from tests.core.real import every_exercise, exercise, seeds, seldom, walked
from tests.core.walking import BOUND, VIEWERS, Walk

each = pytest.mark.parametrize("who", Partner, ids="{0.value}".format)


def taken_out(history: Iterable[Any], who: Partner, past: int) -> list[Any]:
    """The events as they read afterwards, and the one that says it: what the shell does to the stored ones."""
    left, found = 0, []
    for event in history:
        found.append(without_content(event, who) if left == past else event)
        left += isinstance(event, MovedOn)
    return [*found, WordsTakenBack(who, past)]


def contents(history: Iterable[Any], who: Partner, past: int) -> set[str]:
    """The texts that this author put into that step."""
    left, found = 0, set()
    for event in history:
        if left == past and getattr(event, "by", None) is who:
            found |= {text for each in content_fields(event) for text in said(getattr(event, each.name))}
        left += isinstance(event, MovedOn)
    return {text for text in found if mark(who) in text}


def offered(now: Session, who: Partner) -> list[int]:
    for offer in view_of(now, who, NOON).room:
        if offer.name == "take_words_back":
            (which,) = offer.fields
            assert isinstance(which, Choice)
            return [int(one.value) for one in which.choices]
    return []


def somewhere(name: str, seed: int) -> Walk:
    """A walk at some point of it, often at its end."""
    whole, rng = walked(name, seed), Random(seed)
    number = rng.choice((rng.randrange(len(whole.cuts)), len(whole.cuts) - 1))
    return Walk(Random(seed), whole.states[number], whole.at, whole.history[: whole.cuts[number]])


def words_in(past: Past, now: Session, author: Partner) -> list[set[str]]:
    """What each viewer reads of the author's own words in this step."""
    step = now.exercise.steps[past.index]
    style = step.kind.recap or step.kind.view
    return [
        {one for one in said(style(past.here, past.state, who)) if mark(author) in one} for who in VIEWERS
    ]


@each
@every_exercise
@seldom
@given(seed=seeds)
def test_the_words_of_that_step_are_gone_and_the_rest_is_where_it_was(name, seed, who):
    before = somewhere(name, seed)
    for past in offered(before.now, who):
        rules.outcome(before.now, before.ask(who, "take_words_back", {"past": str(past)}))
        after = session.replay(begin(exercise(name)), taken_out(before.history, who, past))
        assert words_in(after.past[past], after, who.other) == words_in(
            before.now.past[past], before.now, who.other
        )
        everywhere = [words for one in after.past for words in words_in(one, after, who)]
        others = [contents(before.history, who, one) for one in range(len(before.now.past)) if one != past]
        only_here = contents(before.history, who, past) - set().union(*others)
        assert not only_here & set().union(*everywhere)
        assert past not in offered(after, who)
        assert offered(after, who.other) == offered(before.now, who.other)


@each
@every_exercise
@seldom
@given(seed=seeds)
def test_a_session_goes_on_to_its_end_without_them(name, seed, who):
    before = somewhere(name, seed)
    rng = Random(seed)
    if not (open_to := offered(before.now, who)):
        return
    history = taken_out(before.history, who, rng.choice(open_to))
    after = Walk(rng, session.replay(begin(exercise(name)), history), before.at, history)
    for partner in Partner:
        for offer in after.offers(partner):
            raw = filled(offer, rng, partner)
            rules.outcome(after.now, after.ask(partner, offer.name, raw))
    for _ in range(BOUND):
        if after.now.over:
            return
        after.step()
    raise AssertionError("no end")


@every_exercise
@seldom
@given(seed=seeds)
def test_only_steps_that_were_left_and_hold_own_words_are_offered(name, seed):
    now = somewhere(name, seed).now
    for who in Partner:
        for past in offered(now, who):
            assert now.past[past].wrote.of(who)
    assert not view_of(now, Observer(), NOON).room


@each
@every_exercise
@seldom
@given(seed=seeds)
def test_what_is_shared_is_exactly_what_the_other_reads_of_ones_own_words(name, seed, who):
    """Neither a word less nor one more, and none of the other's: what is taken along in an export."""
    now = somewhere(name, seed).now
    present = [] if now.over else [Past(now.index, now.here, now.state)]
    for past in (*now.past, *present):
        step = now.exercise.steps[past.index]
        style = step.kind.recap or step.kind.view
        shared = step.kind.shares(past.here, past.state, who) if step.kind.shares else []
        theirs = set(said(style(past.here, past.state, who.other)))
        found = {one for _label, words in shared for one in said(words)}
        assert step.kind.name == "answer" or not [one for one in found if mark(who.other) in one]
        own = {one for one in found if mark(who) in one}
        assert own <= theirs
        assert {one for one in theirs if mark(who) in one} <= own | _handed_on(now, who)


def _handed_on(now: Session, who: Partner) -> set[str]:
    """Words that some step opened, for they may be shown again in a later one."""
    found: set[str] = set()
    for one in now.past:
        step = now.exercise.steps[one.index]
        shares = step.kind.shares(one.here, one.state, who) if step.kind.shares else []
        found |= {text for _label, words in shares for text in said(words)}
    return found


@every_exercise
@seldom
@given(seed=seeds)
def test_leaving_ends_a_session_as_it_stands_and_settles_nothing(name, seed):
    before = somewhere(name, seed).now
    assert rules.of_events(before, [Parted(NOON)]).settled == ()
    after = session.evolve(before, Parted(NOON))
    assert after.over
    for who in Partner:
        assert {one.name for one in view_of(after, who, NOON).commands} <= {"take_words_back"}
        after_of_other = plain(view_of(after, who, NOON).recap)
        assert len(after_of_other) == len(before.past) + (not before.over)
    kept = replace(after, over=before.over, past=before.past)
    assert kept == replace(before, pause=None, timer=None, set_aside=False)


def test_after_leaving_nothing_is_offered_in_the_ledger():
    entry = Settlement("agreement", Partner.A, Pair("So", "So"))
    events = [*ledger.enter("1", entry, NOON), ledger_events.Parted(NOON.date())]
    now = ledger.Ledger()
    for event in events[:-1]:
        now = ledger.evolve(now, event)
    assert ledger_rules.offers(now, Partner.A, NOON)
    now = ledger.evolve(now, events[-1])
    assert not [one for who in Partner for one in ledger_rules.offers(now, who, NOON)]


def test_words_are_told_from_what_holds_none():
    from exercises.steps.closing.kind import Closed

    assert content_fields(Closed(Partner.A, "x"))
    assert says(Closed(Partner.A, "x"))
    assert not says(Closed(Partner.A, None))
    assert not says(Closed(Partner.A, GONE))
    assert not says(MovedOn(1, NOON))
