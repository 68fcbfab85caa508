"""One's own line: what one put for oneself in each check-in, with what is usual from six on; for nobody else."""

import pytest
from django.test import Client

from exercises.home import own_line
from exercises.home.line_figure import figure
from tests.exercises.balance_check_ins import sheet
from tests.exercises.live.rooms import BALANCE, opened

WORDS = {0: "Not at all", 1: "Very little", 2: "A little", 3: "Somewhat", 6: "As much as can be"}


def says(*values):
    return list(own_line._says(list(values), {value: WORDS[value] for value in values if value is not None}))


def test_with_fewer_than_six_nothing_is_said_of_what_is_usual():
    assert says(2, 2, 2, 2, 6) == []
    assert says(2, 2, None, 2, 2, 6) == []


def test_from_six_on_it_says_what_is_usual_in_words():
    assert says(1, 2, 3, 2, 1, 2) == ["You usually put from “Very little” to “Somewhat”."]
    assert says(2, 2, 2, 2, 2, 2) == ["You usually put “A little”."]


def test_a_move_is_spoken_of_only_beyond_the_wobble_and_says_that_it_often_goes_by_itself():
    assert says(2, 2, 2, 2, 2, 6)[1:] == [
        "“As much as can be” is more than usual for you.",
        "An answer far from the usual often comes nearer again by itself.",
    ]
    assert len(says(2, 2, 2, 2, 2, 3)) == 1, "outside, but less than two steps away"
    assert len(says(6, 2, 2, 2, 2, 2)) == 1, "only the latest is spoken of"


def test_the_picture_breaks_where_one_was_skipped_and_has_a_band_from_six_on():
    assert figure([None, 3]) is None
    broken = figure([2, None, 3, 4])
    assert (len(broken.marks), len(broken.strokes), broken.band) == (3, 1, None)
    assert figure([1, 2, 3, 2, 1, 2]).band is not None


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_one_s_own_answers_and_nothing_of_the_other(couple, alex, blair):
    for own in ("1", "2"):
        room = opened(couple, alex, blair, BALANCE)
        for chair in room.chairs:
            chair.do("ready", together="writing", first="me" if chair is room.alex else "you")
        room.alex.do("hand_in", **{**sheet("1", "3", "4"), "own.money": own})
        room.blair.do("hand_in", **{**sheet("1", "3", "4"), "own.money": "6"})
        assert not own_line.lines_of(couple, alex.pk)[3:4] or own == "2", "nothing before the sheets open"
        for chair in room.chairs:
            chair.do("open")
        room.alex.do("end")
    (money,) = [line for line in own_line.lines_of(couple, alex.pk) if line.title == "Money"]
    assert [point.word for point in money.points] == ["Very little", "A little"]
    client = Client()
    client.force_login(alex)
    page = client.get("/sessions/own-line/").content.decode()
    assert "Very little" in page
    assert "Blair" not in page.split("<main")[1].split("</main>")[0]
