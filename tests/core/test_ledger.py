"""The couple's ledger: ended by each alone, renewed by both, lapsing in silence, and readable after an erasure."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.core import ledger, ledger_rules, ledger_view, rules
from exercises.core.events import without_content
from exercises.core.ledger import GRACE, Ledger, standing
from exercises.core.ledger_events import Closed, Renewed, WantsToRenew
from exercises.core.offer import Ask
from exercises.core.pair import Observer, Pair, Partner
from exercises.core.settlement import Earlier, Settlement
from exercises.core.text import GONE, Refused
from tests.core.examples import NOON, OF_KIND, begin
from tests.core.filling import filled, wrecked
from tests.core.real import seeds, walked
from tests.core.walking import VIEWERS

partners = st.sampled_from(Partner)
kinds = st.sampled_from(["limit", "request", "agreement"])
START, REVIEW = NOON.date() + timedelta(days=1), NOON.date() + timedelta(days=15)


def entered(kind: str, author: Partner) -> list[Any]:
    words = Pair[Any]("as A keeps it", "as B keeps it")
    if kind == "limit":
        words = words.put(author.other, None)
    dates = (START, REVIEW) if kind == "agreement" else (None, None)
    return ledger.enter("1", Settlement(kind, author, words, *dates), NOON)


def told(events: list[Any]) -> Ledger:
    book = Ledger()
    for event in events:
        book = ledger.evolve(book, event)
    return book


def ask(by: Partner, name: str, at: datetime, **raw: Any) -> Ask:
    return Ask(by=by, name=name, visit=0, at=at, chance=0, raw={"entry": "1", **raw})


def names(book: Ledger, by: Partner, at: datetime) -> set[str]:
    return {offer.name for offer in ledger_rules.offers(book, by, at)}


def lived(seed: int) -> tuple[list[Any], datetime, list[Any]]:
    """A ledger that both used for some months: its events, the time, and what was asked."""
    rng = Random(seed)
    history = entered(rng.choice(["limit", "request", "agreement"]), rng.choice(list(Partner)))
    at, asked = NOON, []
    for _ in range(20):
        at += timedelta(days=rng.choice((0, 1, 7)))
        by = rng.choice(list(Partner))
        offers = [
            one
            for one in ledger_rules.offers(told(history), by, at)
            if one.name != "close" or rng.random() < 0.1
        ]
        if offers:
            offer = rng.choice(offers)
            asked.append(Ask(by=by, name=offer.name, visit=0, at=at, chance=0, raw=filled(offer, rng, by)))
            history += ledger_rules.decide(told(history), asked[-1])
    return history, at, asked


@given(seed=seeds)
def test_what_is_offered_is_accepted_and_garbage_is_refused(seed):
    history, at, _asked = lived(seed)
    rng = Random(seed)
    for _ in range(20):
        name = rng.choice(["close", "renew", "", "enter"])
        form = wrecked({"entry": "1", "weeks": "4"}, rng)
        hostile = Ask(by=rng.choice(list(Partner)), name=name, visit=0, at=at, chance=0, raw=form)
        offered = names(told(history), hostile.by, at)
        if name not in offered or form.get("entry") != "1":
            with pytest.raises(Refused, match=r"moved_on|invalid"):
                ledger_rules.decide(told(history), hostile)


@given(kind=kinds, author=partners, by=partners, days=st.integers(0, 60))
def test_each_of_the_two_can_end_alone_whatever_stands_and_a_limit_only_its_author(kind, author, by, days):
    book, at = told(entered(kind, author)), NOON + timedelta(days=days)
    theirs = kind != "limit" or author is by
    stands = standing(book.lines["1"], at.date()) != "lapsed"
    assert ("close" in names(book, by, at)) == (theirs and stands)
    if theirs and stands:
        after = told([*entered(kind, author), *ledger_rules.decide(book, ask(by, "close", at))])
        assert standing(after.lines["1"], at.date()) == "closed"
        assert names(after, Partner.A, at) == names(after, Partner.B, at) == set()


@given(kind=st.sampled_from(["request", "agreement"]), author=partners, viewer=st.sampled_from(VIEWERS))
def test_nobody_is_told_who_of_the_two_ended_it(kind, author, viewer):
    views = [
        ledger_view.view(
            told([*entered(kind, author), Closed(by, "1", START)]), viewer, NOON + timedelta(days=3)
        )
        for by in Partner
    ]
    assert views[0] == views[1]


@given(by=partners, weeks=st.sampled_from("248"), other_weeks=st.sampled_from("248"), late=st.integers(0, 14))
def test_renewing_needs_both_and_takes_the_shorter_time(by, weeks, other_weeks, late):
    at = NOON + timedelta(days=15 + late)
    history = entered("agreement", by)
    history += ledger_rules.decide(told(history), ask(by, "renew", at, weeks=weeks))
    assert not any(isinstance(event, Renewed) for event in history)
    assert "renew" not in names(told(history), by, at)
    history += ledger_rules.decide(told(history), ask(by.other, "renew", at, weeks=other_weeks))
    assert told(history).lines["1"].review == at.date() + timedelta(weeks=min(int(weeks), int(other_weeks)))


@given(by=partners, weeks=st.sampled_from((2, 4, 8)), days=st.integers(15, 29))
def test_the_other_is_not_told_that_one_wants_to_renew(by, weeks, days):
    at = NOON + timedelta(days=days)
    quiet = told(entered("agreement", by))
    wants = ledger.evolve(quiet, WantsToRenew(by, "1", weeks))
    assert ledger_view.view(wants, by.other, at) == ledger_view.view(quiet, by.other, at)
    assert ledger_view.view(wants, by, at) != ledger_view.view(quiet, by, at)


@given(seed=seeds, days=st.integers(0, 400))
def test_silence_never_renews_an_agreement_begins_tomorrow_is_due_at_its_review_and_then_lapses(seed, days):
    history = entered("agreement", Partner.A)
    if seed % 3:
        history.append(WantsToRenew(Partner(("a", "b")[seed % 2]), "1", 8))
    line, today = told(history).lines["1"], NOON.date() + timedelta(days=days)
    expected = "starts_soon" if today < START else "standing" if today < REVIEW else "review_due"
    assert standing(line, today) == ("lapsed" if today > REVIEW + GRACE else expected)


@given(seed=seeds)
def test_a_review_moves_only_when_both_said_so_since_the_last_one(seed):
    said: set[Partner] = set()
    for event in lived(seed)[0]:
        if isinstance(event, WantsToRenew):
            said.add(event.by)
        if isinstance(event, Renewed):
            assert said == set(Partner)
            said = set()


@given(seed=seeds, gone=partners, cut=st.integers(1, 30))
def test_after_an_erasure_it_shows_decides_and_keeps_the_others_own_copy(seed, gone, cut):
    history, at, _asked = lived(seed)
    book = told([without_content(event, gone) for event in history[:cut]])
    for viewer in VIEWERS:
        ledger_view.view(book, viewer, at)
    own = book.lines["1"].words.of(gone.other)
    for seen in ledger_view.view(book, gone.other, at):
        assert own is None or seen["words"] == own
    for one in Partner:
        for offer in ledger_rules.offers(book, one, at):
            again = Ask(
                by=one, name=offer.name, visit=0, at=at, chance=0, raw=filled(offer, Random(seed), one)
            )
            assert ledger_rules.decide(book, again)


@given(seed=seeds)
def test_what_a_session_settles_stands_in_the_ledger_in_the_words_of_the_session(seed):
    going = walked("negotiation", seed)
    entries = rules.of_events(begin(OF_KIND["negotiation"]), going.history).settled
    book = told([event for entry in entries for event in ledger.enter(entry.key, entry, going.at)])
    last = {one.key: one for one in entries if isinstance(one, Settlement)}
    for who in Partner:
        seen = {one["entry"]: one for one in ledger_view.view(book, who, going.at)}
        assert {key: one["kind"] for key, one in seen.items()} == {k: one.kind for k, one in last.items()}
        assert all(seen[key]["words"] in entry.words for key, entry in last.items())
    assert ledger_view.view(book, Observer(), going.at) == []


@given(asker=partners, gone=partners, keeps=partners)
def test_what_was_asked_stays_with_an_entry_and_each_copy_goes_with_its_keeper(asker, gone, keeps):
    earlier = (Earlier(asker, Pair("as A keeps it", "as B keeps it")),)
    entry = Settlement("request", asker, Pair("W", "W"), words_by=asker.other, earlier=earlier)
    events = ledger.enter("1", entry, NOON)
    (whole,) = ledger_view.view(told(events), keeps, NOON)
    assert whole["earlier"] == [{"by": asker, "asked": True, "words": earlier[0].words.of(keeps)}]
    assert (whole["author"], whole["words_by"]) == (asker, asker.other)
    left = told([without_content(event, gone) for event in events])
    for who in Partner:
        (seen,) = ledger_view.view(left, who, NOON)
        assert seen["earlier"][0]["words"] == earlier[0].words.of(gone.other)
    neither = told([without_content(without_content(event, gone), gone.other) for event in events])
    assert ledger_view.view(neither, keeps, NOON)[0]["earlier"][0]["words"] is GONE
    (kept,) = ledger_view.retained_entries(told(events), keeps, NOON)
    assert kept["earlier"] == whole["earlier"]


@given(asker=partners)
def test_of_what_only_one_keeps_a_copy_both_read_it_together_and_only_its_keeper_afterwards(asker):
    nobody: Pair[Any] = Pair(None, None)
    earlier = (Earlier(asker, nobody.put(asker, "asked")),)
    entry = Settlement("request", asker, Pair("W", "W"), words_by=asker.other, earlier=earlier)
    book = told(ledger.enter("1", entry, NOON))
    for who in Partner:
        (seen,) = ledger_view.view(book, who, NOON)
        assert [one["words"] for one in seen["earlier"]] == ["asked"]
        (kept,) = ledger_view.retained_entries(book, who, NOON)
        assert bool(kept["earlier"]) == (who is asker)
