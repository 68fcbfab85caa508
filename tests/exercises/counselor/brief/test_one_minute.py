"""The one-minute text: at most 120 words, of nothing but what the brief holds, and always something to ask first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.agreements.letter import Letter
from exercises.core.pair import Pair
from exercises.counselor.brief import brief
from exercises.counselor.brief.facts import Area, CheckIn, Done, Facts, Thanks
from exercises.counselor.brief.one_minute import MOST_WORDS, one_minute
from tests.long_run import IS_LONG

NAMES = Pair("Alex", "Blair")
WORDS = st.text(alphabet="abc xyzäß", min_size=1, max_size=400).filter(str.strip)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 1))
TITLES = st.sampled_from(["Money", "Time of one’s own", "Decisions", "Comfort", "Other people"])
RATINGS = st.sampled_from(["little", "some", "a lot", "nothing chosen"])
AREAS = st.builds(
    Area,
    TITLES,
    WORDS,
    st.just(("They see this differently.",)),
    st.builds(Pair, RATINGS, RATINGS),
    st.builds(Pair, RATINGS, RATINGS),
    st.sampled_from(["alike", "a_little", "different", "unknown"]),
    st.lists(st.sampled_from(["Alex", "Blair"]), unique=True, max_size=2).map(tuple),
    st.sampled_from([None, True, False]),
)


def many(strategy, most=5):
    return st.lists(strategy, max_size=most).map(tuple)


LETTERS = st.builds(
    Letter,
    st.sampled_from(["standing", "review_due", "closed", "lapsed"]),
    st.just("An agreement"),
    WORDS,
    WORDS,
)
WORLDS = st.builds(
    Facts,
    st.just(NAMES),
    DAYS,
    DAYS,
    st.none() | st.builds(Done, st.just(1), st.just(3), many(st.tuples(st.none() | DAYS, TITLES))),
    st.none() | many(st.builds(Thanks, DAYS, st.just("Alex"), st.just("Blair"), WORDS)),
    st.none() | many(st.tuples(DAYS, TITLES), 9),
    st.none() | many(st.builds(CheckIn, DAYS, many(AREAS, 8))),
    st.none() | many(LETTERS),
    many(WORDS, 2),
)


@settings(max_examples=400 if IS_LONG else 60)
@given(WORLDS)
def test_it_is_short_and_says_nothing_that_the_brief_does_not_hold(facts):
    said = one_minute(facts)
    assert sum(len(one.split()) for one in said) <= MOST_WORDS
    held = " ".join(
        " ".join([line.about, line.by, line.words, part.title])
        for part in brief.of(facts).parts
        for line in part.lines
    )
    held = " ".join(held.split())
    for quoted in re.findall(r"“([^”]*)”", " ".join(said)):
        words = quoted.removesuffix(" …")
        assert words in held, words
    numbers = set(re.findall(r"\d+", " ".join(said)))
    assert numbers <= set(re.findall(r"\d+", f"{facts.since:%Y %m} {facts.since.day} {held}"))


@settings(max_examples=400 if IS_LONG else 60)
@given(WORLDS)
def test_the_last_sentence_is_what_she_could_ask_first(facts):
    assert re.match(r"You (could ask|wanted to ask)", one_minute(facts)[-1])


def facts(**more):
    return Facts(NAMES, date(2026, 12, 1), date(2026, 11, 3), **more)


def area(title="Money", likeness="different", talked=False, moved=()):
    pair = Pair("little", "a lot")
    return Area(title, "We count on each other.", ("Two views.",), pair, pair, likeness, moved, talked)


def letter(state, words="We eat at eight."):
    return Letter(state, "An agreement", words, "")


def rated(*areas):
    return (CheckIn(date(2026, 11, 20), areas),)


@pytest.mark.parametrize(
    ("held", "asks"),
    [
        ({"questions": ("How was Sunday?",), "agreements": (letter("review_due"),)}, "How was Sunday?"),
        (
            {"agreements": (letter("review_due"),), "check_ins": rated(area())},
            "how this is going: “We eat at eight”",
        ),
        ({"check_ins": rated(area("Comfort", talked=True), area("Money"))}, "what is “Money” like"),
        ({"check_ins": rated(area(talked=True)), "agreements": (letter("standing"),)}, "what was good"),
        ({}, "what was good"),
        ({"done": Done(0, 1, ((date(2026, 11, 27), "Two circles"),))}, "what kept them from “Two circles”?"),
        ({"done": Done(0, 1, ((date(2026, 12, 1), "Two circles"),))}, "what was good"),
        (
            {"done": Done(0, 1, ((date(2026, 11, 27), "Two circles"),)), "check_ins": rated(area())},
            "what is “Money” like",
        ),
    ],
)
def test_what_she_could_ask_first_follows_the_rules(held, asks):
    assert asks in one_minute(facts(**held))[-1]


def test_strengths_come_first():
    thanks = (Thanks(date(2026, 11, 9), "Alex", "Blair", "the tea"),)
    said = one_minute(facts(thanks=thanks, check_ins=rated(area(), area("Comfort", "alike"))))
    assert said[0] == "Alex thanked Blair: “the tea”."
    assert said[1:3] == [
        "They see differently, and have not taken up yet: “Money”.",
        "They see alike: “Comfort”.",
    ]


def test_what_is_open_twice_is_named_once():
    done = Done(0, 2, ((None, "Two circles"), (date(2026, 12, 5), "Two circles")))
    assert one_minute(facts(done=done))[0] == "Still open: “Two circles”."


def test_what_is_late_is_said_as_in_her_list_and_not_twice():
    done = Done(0, 2, ((date(2026, 11, 27), "Two circles"), (None, "A pause")))
    assert one_minute(facts(done=done))[:2] == [
        "The day has passed, and it is not done yet: “Two circles”.",
        "Still open: “A pause”.",
    ]


def test_where_nothing_leads_to_a_question_it_says_so():
    assert one_minute(facts()) == [
        "Nothing here leads to a first question.",
        "You could ask: what was good since we last met?",
    ]


def test_seeing_alike_is_called_no_strength():
    """Both may see alike that something is missing."""
    lacking = replace(
        area("Other people", "alike"), own=Pair("little", "little"), seen=Pair("little", "little")
    )
    parts = {one.key: one for one in brief.of(facts(thanks=(), check_ins=rated(lacking))).parts}
    assert parts["strengths"].lines == ()
    assert [line.about for line in parts["alike"].lines] == ["Other people"]
    assert "strengths" not in {one.key for one in brief.of(facts(check_ins=rated(lacking))).parts}


def test_whether_it_was_talked_about_is_not_said_where_it_may_not_be_known():
    said = " ".join(one_minute(facts(check_ins=rated(area(talked=None)))))
    assert "They see differently: “Money”." in said
    assert "talked" not in said
    assert "taken up" not in said
