"""Changing a closed form starts with what was in it; the partner notices nothing."""

import pytest

from tests.exercises.live.rooms import BALANCE, LETTER, opened

pytestmark = pytest.mark.django_db(transaction=True)


def test_change_it_keeps_every_word(writing):
    writing.alex.do("hand_in", **LETTER)
    writing.alex.do("take_back")
    page = writing.alex.page()["mine"]
    assert all(words in page for words in LETTER.values())


def test_change_it_keeps_every_rating_and_tick(couple, alex, blair):
    room = opened(couple, alex, blair, BALANCE).write_apart()
    form = next(one for one in room.alex.look()["commands"] if one["name"] == "hand_in")
    given = {"rating": "4", "choice": "may_open", "flag": "yes", "text": "A line"}
    sheet = {field["name"]: given[field["type"]] for field in form["fields"]} | {"talk": "money"}
    room.alex.do("hand_in", **sheet)
    room.alex.do("take_back")
    again = next(one for one in room.alex.look()["commands"] if one["name"] == "hand_in")
    assert {field["name"]: field["initial"] for field in again["fields"]} == sheet
    page = room.alex.page()["mine"]
    assert page.count(" checked") == len(sheet) - 1, "all but the line"
    assert "A line</textarea>" in page


def test_a_closed_form_that_was_taken_back_is_not_on_the_other_screen(writing):
    before = writing.blair.page()
    writing.alex.do("hand_in", **LETTER)
    writing.alex.do("take_back")
    assert writing.blair.page() == before
