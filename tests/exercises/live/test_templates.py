"""The three parts of the page at every state that walks come to: whole markup, and exactly what is on offer."""

from __future__ import annotations

from functools import cache

import pytest

from exercises.core.pair import Observer, Partner
from exercises.core.revealed import revealed
from exercises.core.view import view_of
from exercises.counselor import finished, reports
from exercises.live.store.drafts import LeftOver
from exercises.translate import Reader
from tests.core.real import every_exercise, moments
from tests.exercises.live.page_parts import NAMES, Markup, seen
from tests.long_run import IS_LONG

SEEDS = range(2 if IS_LONG else 1)


@cache
def screens(name):
    """What both are shown after each command, as the view and its parts: made once for all that is asked of it."""
    return [
        seen(going.now, who, going.at)
        for seed in SEEDS
        for going, *_rest in moments(name, seed)
        for who in Partner
    ]


@pytest.mark.by_turns
@every_exercise
def test_every_screen_is_whole_and_offers_exactly_what_is_on_offer(name):
    for found, parts in screens(name):
        whole = Markup(*parts.values())
        assert len(set(whole.ids)) == len(whole.ids)
        assert Markup(parts["room"]).headings == whole.headings == 1
        assert whole.revocations == len(whole.forms)
        mine, room = ({offer.name for offer in offers} for offers in (found.forms, found.room))
        own_words = room & {"take_words_back"} if found.over else set()  # below the words they are about
        assert set(Markup(parts["mine"]).forms) == mine | own_words
        assert set(Markup(parts["room"]).forms) == room - own_words
        assert Markup(parts["theirs"]).forms == {}


@pytest.mark.by_turns
@every_exercise
def test_every_screen_is_whole_when_something_typed_was_refused(name):
    hostile = "</p><b>"
    for going, *_rest in moments(name, 0)[:: 1 if IS_LONG else 6]:
        for who in Partner:
            found = view_of(going.now, who, going.at)
            for offer in (*found.forms, *found.room):
                words = {field.name: hostile for field in offer.fields}
                typed = {"drafts": {offer.name: words}, "refused": (offer.name, hostile, words)}
                parts = seen(
                    going.now, who, going.at, left_over=(LeftOver(1, "ready", (hostile,)),), **typed
                )[1]
                whole = Markup(*parts.values())
                assert len(set(whole.ids)) == len(whole.ids)
                assert hostile not in "".join(parts.values())


@every_exercise
def test_every_field_of_an_offer_has_its_controls(name):
    for found, parts in screens(name):
        forms = Markup(parts["mine"]).forms
        for offer in found.forms:
            names = {one.get("name") for one in forms[offer.name]} - {None, "text_field"}
            assert names == {"visit", "command", *(field.name for field in offer.fields)}
            texts = [one["value"] for one in forms[offer.name] if one.get("name") == "text_field"]
            assert texts == [field.name for field in offer.fields if field.type == "text"]
            for field in offer.fields:
                assert field.type == "hidden" or f'data-error-for="{field.name}"' in parts["mine"]


@every_exercise
def test_nothing_that_the_other_does_within_a_visit_touches_my_part(name):
    for going, before, ask, _events in (moment for seed in SEEDS for moment in moments(name, seed)):
        if going.now.visit == before.visit and not (
            going.now.over or going.now.set_aside or before.set_aside
        ):
            mine = [seen(each, ask.by.other, going.at)[1]["mine"] for each in (before, going.now)]
            assert mine[0] == mine[1]


@every_exercise
def test_no_screen_says_none_or_shows_a_name_as_markup(name):
    for _found, parts in screens(name):
        text = "".join(parts.values())
        assert "None" not in text
        assert "Alex <b>" not in text
        assert "“B” & " not in text


@every_exercise
def test_what_a_counselor_reads_says_no_none_and_shows_no_name_as_markup(name):
    for seed in SEEDS:
        *_before, (going, _state, _ask, _events) = moments(name, seed)
        text = "".join(told(going.now))
        assert "None" not in text
        assert "Alex <b>" not in text


def told(now):
    """What a counselor reads of the finished session."""
    for reading in reports.REPORTS:
        for step in finished.shown_steps(revealed(now), Reader(Observer(), NAMES), reading.scope):
            yield step["markup"]
