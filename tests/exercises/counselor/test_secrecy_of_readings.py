"""No byte of a counselor's pages depends on what one partner kept closed; every word there is on both screens."""

from __future__ import annotations

import re
from html import unescape
from random import Random

import pytest
from django.db import transaction

from couples.accounts import users
from couples.counseling import scopes
from couples.keys import data_keys
from couples.pairing import acceptance
from exercises.core import session
from exercises.core.pair import Observer
from exercises.core.revealed import revealed
from exercises.counselor import finished
from exercises.live.screens import partner as partner_screen
from exercises.live.store import drafts, streams
from exercises.translate import Reader
from tests.core.altered_history import with_other_secrets
from tests.core.examples import begin
from tests.core.real import every_exercise, exercise, walked
from tests.couples.counseling.consents import both_allow
from tests.exercises.balance_check_ins import checked_in
from tests.exercises.counselor.at_work import couple_path, link, page, reading_path
from tests.exercises.live.page_parts import NAMES
from tests.exercises.live.rooms import EVERY, LETTER, Room, opened
from tests.long_run import IS_LONG

READ = (scopes.AGREEMENTS, scopes.BALANCE, scopes.ANSWERS)
CANARY = "A word that was never opened"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
WORDS = re.compile(r'<(p|dd)(?: class="said")? dir="auto">(.*?)</\1>', re.S)
SEEDS = range(6 if IS_LONG else 3)


def pages(casey, linked) -> str:
    brief = [f"{couple_path(linked)}brief/{form}" for form in ("", "print/", "csv/", "json/")]
    paths = ["/counsel/", couple_path(linked), *brief, *(reading_path(linked, scope) for scope in READ)]
    return ID.sub("", "\n".join(page(casey, path) for path in paths))


def rendered(now: session.Session) -> str:
    """Render a finished session as the counselor's reports show it."""
    reader = Reader(Observer(), NAMES)
    found = [
        step["markup"]
        for scope in (scopes.BALANCE, scopes.ANSWERS)
        for step in finished.shown_steps(revealed(now), reader, scope)
    ]
    return "".join(found)


@pytest.mark.by_turns
@every_exercise
def test_other_secrets_change_no_byte(name):
    for seed in SEEDS:
        whole = walked(name, seed)
        other = with_other_secrets(begin(exercise(name)), whole.history, Random(seed))
        assert rendered(session.replay(begin(exercise(name)), other)) == rendered(whole.now)


@every_exercise
def test_no_page_speaks_to_one_of_the_two_or_shows_a_name_as_markup(name):
    for seed in SEEDS:
        text = rendered(walked(name, seed).now)
        assert "Alex <b>" not in text
        assert "GONE" not in text
        assert ">You<" not in text


@pytest.mark.django_db
def test_kept_areas_marks_guesses_and_comfort_change_no_byte_of_any_of_her_pages(
    linked, couple, alex, blair, casey
):
    both_allow(linked, *scopes.SCOPES)
    seen = []
    for secrets in (("1", "2", "6"), ("6", "5", "0"), ("prefer_not", "prefer_not", "3")):
        with transaction.atomic():
            checked_in(couple, alex, blair, *secrets)
            seen.append(pages(casey, linked))
            transaction.set_rollback(True)
        streams.memory.clear()
    assert "Comfort and talking" in seen[0]
    assert "Money" not in seen[0]
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.django_db
def test_what_was_never_opened_is_on_none_of_her_pages(linked, writing: Room, casey):
    both_allow(linked, *scopes.SCOPES)
    alex, blair = writing.chairs
    alex.do("hand_in", **dict.fromkeys(LETTER, CANARY))
    alex.do("take_back")
    alex.do("hand_in", **LETTER)
    alex.do("open")
    granted, now = partner_screen.access_and_state(writing.id, blair.caller)
    assert drafts.save(granted, now.visit, "say_back", {"words": CANARY})
    assert LETTER["ask"] not in pages(casey, linked), "the session goes on"
    writing.walk()
    assert LETTER["ask"] in pages(casey, linked)
    assert CANARY not in pages(casey, linked)


@pytest.mark.django_db
def test_a_session_that_somebody_ended_is_not_read(linked, writing: Room, casey):
    both_allow(linked, *(scope for scope in scopes.SCOPES if scope is not scopes.LIVE))
    before = pages(casey, linked)
    writing.open_the_letter()
    writing.blair.do("end")
    assert pages(casey, linked) == before


@pytest.mark.django_db
@pytest.mark.parametrize("slug", EVERY)
def test_every_word_she_reads_is_on_both_their_screens(linked, couple, alex, blair, casey, slug):
    both_allow(linked, *scopes.SCOPES)
    room = opened(couple, alex, blair, slug).walk(seed=2)
    found = WORDS.findall(page(casey, reading_path(linked, scopes.ANSWERS)))
    hers = {unescape(words) for _tag, words in found if "Alex-" in words or "Blair-" in words}
    assert hers
    for chair in room.chairs:
        theirs = unescape("".join(chair.page().values()))
        assert [words for words in hers if words not in theirs] == []


@pytest.mark.django_db
def test_the_words_of_who_is_erased_read_as_removed(linked, writing: Room, casey, alex):
    both_allow(linked, *scopes.SCOPES)
    writing.open_the_letter()
    writing.walk()
    data_keys.destroy(alex.pk)
    text = page(casey, reading_path(linked, scopes.ANSWERS))
    assert not any(words in text for words in LETTER.values())
    assert "This was removed by its author." in text


@pytest.mark.django_db
def test_words_that_were_taken_back_read_as_removed_at_once(linked, writing: Room, casey):
    both_allow(linked, scopes.ANSWERS)
    writing.open_the_letter()
    writing.walk()
    path = reading_path(linked, scopes.ANSWERS)
    assert LETTER["see"] in page(casey, path)
    (offer,) = [one for one in writing.alex.look()["commands"] if one["name"] == "take_words_back"]
    for option in offer["fields"][0]["choices"]:
        writing.alex.do("take_words_back", past=option["value"])
    text = page(casey, path)
    assert not any(words in text for words in LETTER.values())
    assert "This was removed by its author." in text


@pytest.mark.django_db
def test_it_makes_no_difference_with_whose_access_she_reads(linked, room, casey, alex, blair):
    both_allow(linked, scopes.ANSWERS)
    room.walk()
    pages(casey, linked)  # nothing is new to her any more
    before = pages(casey, linked)
    alex.is_active = False
    alex.save()
    assert pages(casey, linked) == before


@pytest.mark.django_db
def test_two_couples_of_one_counselor_are_read_apart(linked, room, casey, drew):
    erin = users.create("erin@example.org", "Erin")
    acceptance.pair(drew, erin)
    theirs = link(casey, drew, erin)
    both_allow(linked, scopes.ANSWERS)
    both_allow(theirs, scopes.ANSWERS)
    room.walk()
    assert "There is nothing to read yet" in page(casey, reading_path(theirs, scopes.ANSWERS))
    assert "There is nothing to read yet" not in page(casey, reading_path(linked, scopes.ANSWERS))
