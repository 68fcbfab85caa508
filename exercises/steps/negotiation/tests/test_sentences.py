"""What the page says around an item, by what it is, whose it is, what was answered and who reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Version
from exercises.core.text import GONE
from exercises.steps.negotiation.item import Item, lay
from exercises.steps.negotiation.seen import item_seen
from exercises.translate import Reader

NAMES = Pair("Alex", "Blair")


def item(kind: str, author: Partner = Partner.A, **more: object) -> Item:
    return replace(lay(author, kind, "Would you come along?", 3), **more)


def read(one: Item, viewer: Partner = Partner.A) -> dict[str, Any]:
    """The sentences as text, those that are there."""
    reader = Reader(viewer, NAMES)
    says = vars(reader.shown(item_seen(one, viewer)).says)
    return {name: text for name, text in says.items() if text}


TITLES = [
    ("limit", "Your limit", "Alex’s limit"),
    ("request", "Your request", "Alex’s request"),
    ("agreement", "An agreement you propose", "An agreement Alex proposes"),
]


@pytest.mark.parametrize(("kind", "own", "theirs"), TITLES)
def test_an_item_says_what_it_is_and_whose(kind, own, theirs):
    assert read(item(kind))["title"] == own
    assert read(item(kind), Partner.B)["title"] == theirs
    assert read(item(kind, outcome="agreed"))["title"] == "An agreement between you and Blair"


def test_only_the_limit_of_the_other_leads_to_help():
    assert "never a rule for Blair" in read(item("limit"))["meaning"]
    assert "never a rule for you" in read(item("limit"), Partner.B)["meaning"]
    assert "help" in read(item("limit"), Partner.B)
    for one in (read(item("limit")), read(item("request"), Partner.B), read(item("agreement"), Partner.B)):
        assert "help" not in one


ANSWERS = [
    ("yes", "You said yes.", "Blair’s answer is yes.", "can become a no"),
    ("no", "You said no.", "Blair’s answer is no.", "no reason is needed"),
    ("time", "You asked for time to think.", "Blair would like time to think.", "complete answer for today"),
]


@pytest.mark.parametrize(("outcome", "own", "theirs", "after"), ANSWERS)
def test_an_answer_is_whole_and_told_from_the_readers_side(outcome, own, theirs, after):
    one = item("request", outcome=outcome)
    assert read(one, Partner.B)["outcome"] == own
    assert read(one)["outcome"] == theirs
    assert after in read(one)["after"]
    assert read(one)["now"] == "There is an answer. You can go on when you are both ready."


NOW = [
    (
        item("limit"),
        "You have shared a limit. Blair can read it",
        "Alex has shared a limit. It needs no answer",
    ),
    (item("request"), "You have asked Blair for something", "Alex asks you for something"),
    (item("agreement"), "It becomes an agreement only when both", "It becomes an agreement only when both"),
    (item("agreement", outcome="agreed"), "You have an agreement on trial", "You have an agreement on trial"),
    (item("limit", outcome="withdrawn"), "There is nothing to do here", "There is nothing to do here"),
]


@pytest.mark.parametrize(("one", "own", "theirs"), NOW)
def test_the_table_says_what_it_asks_of_the_reader(one, own, theirs):
    assert read(one)["now"].startswith(own)
    assert read(one, Partner.B)["now"].startswith(theirs)


def test_an_agreement_says_who_accepts_its_words_until_it_is_decided():
    accepted = Pair(False, True)
    one = item("agreement", accepted=accepted)
    assert read(one)["accepted"] == ["Blair accepts exactly these words."]
    assert read(one, Partner.B)["accepted"] == ["You accept exactly these words."]
    assert "again after 3 weeks" in read(one)["trial"]
    assert "accepted" not in read(item("agreement", accepted=accepted, outcome="no"))
    assert "accepted" not in read(item("agreement", accepted=Pair(True, True), outcome="agreed"))
    assert "trial" not in read(item("agreement", outcome="withdrawn"))


def test_other_words_are_named_as_whose_they_are():
    one = item("request", versions=(Version(Partner.A, GONE, 2), Version(Partner.B, "Another way", 2)))
    assert read(one)["whose"] == "These are Blair’s words."
    assert read(one, Partner.B)["whose"] == "These are your words."
    assert "whose" not in read(item("request"))


def test_a_limit_that_was_read_says_so_to_both():
    assert "read" not in read(item("limit"))
    assert read(item("limit", read=True))["read"] == "Blair has read this."
    assert read(item("limit", read=True), Partner.B)["read"] == "You have said that you’ve read this."


def test_the_sentences_are_for_the_page_and_never_in_the_json():
    found = Reader(Partner.A, NAMES).plain(item_seen(item("request"), Partner.A))
    assert found["kind"] == "request"
    assert "says" not in found
