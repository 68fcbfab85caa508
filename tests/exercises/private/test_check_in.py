"""The own check-in: one area a page, nothing lost, back at any time; read again in words, then and now."""

import pytest

from exercises import catalog
from exercises.private import check_in as check_ins
from exercises.private import store
from exercises.translate import in_language
from tests.couples.lock.opened import opened_store
from tests.exercises.private.everything import AREAS, check_in, inside

pytestmark = pytest.mark.django_db


def text_of(answer):
    return answer.content.decode()


def test_a_whole_check_in_reads_back_in_words(drew):
    client = inside(drew)
    page = text_of(client.get(check_in(client, own="4", partner="2", comfort="5")))

    for words in ("Comfort and talking", "Quite a lot", "A little", "Comfortable", "Having a say"):
        assert words in page
    assert page.count('<svg class="dumb"') == AREAS
    assert not [word for word in ("%", "average", "score", "better", "worse") if word in page]


def test_alone_nobody_is_asked_about_a_partner(drew):
    client = inside(drew)
    client.post("/alone/a/", {"with": "alone"})
    for step in range(1, AREAS + 1):
        assert "partner" not in text_of(client.get(f"/alone/a/{step}/"))
    page = text_of(client.get(check_in(client, mode="alone")))
    assert "partner" not in page
    assert "I lean on others" in page


def test_an_area_left_open_is_asked_for_and_nothing_chosen_is_lost(drew):
    client = inside(drew)
    client.post("/alone/a/", {"with": "partner"})
    answer = client.post("/alone/a/1/", {"own": "4", "go": "on"})

    assert answer.status_code == 422
    assert "Please choose one" in text_of(answer)
    assert 'value="4" checked' in text_of(answer)


def test_going_back_keeps_what_was_chosen(drew):
    client = inside(drew)
    client.post("/alone/a/", {"with": "partner"})
    client.post("/alone/a/1/", {"own": "4", "partner": "prefer_not", "comfort": "3", "go": "on"})
    assert client.post("/alone/a/2/", {"own": "6", "go": "back"}).url == "/alone/a/1/"

    assert text_of(client.get("/alone/a/1/")).count(" checked") == 3
    assert 'value="6" checked' in text_of(client.get("/alone/a/2/"))


def test_a_check_in_that_was_begun_goes_on_where_it_was(drew):
    client = inside(drew)
    client.post("/alone/a/", {"with": "alone"})
    client.post("/alone/a/1/", {"own": "4", "comfort": "3", "go": "on"})

    assert "/alone/a/2/" in text_of(inside(drew).get("/alone/a/"))


def test_the_end_waits_for_an_area_that_was_left_out(drew):
    client = inside(drew)
    client.post("/alone/a/", {"with": "alone"})
    answer = client.post(f"/alone/a/{AREAS}/", {"own": "4", "comfort": "3", "go": "on"})

    assert answer.url == "/alone/a/1/"
    assert store.read(opened_store(drew))["check_ins"] == []


def test_then_and_now_stand_in_ones_own_line(drew):
    client = inside(drew)
    first = text_of(client.get(check_in(client, own="1")))
    second = text_of(client.get(check_in(client, own="4")))

    assert "last time" not in first
    assert "you put “Very little”, now “Quite a lot”" in second


def test_a_check_in_alone_is_not_held_against_one_with_a_partner(drew):
    client = inside(drew)
    check_in(client, own="1")
    assert "last time" not in text_of(client.get(check_in(client, mode="alone", own="4")))


def test_at_most_three_areas_that_are_not_all_right_are_named_the_sorest_first():
    check_in = catalog.check_in()
    given = dict(zip((area.key for area in check_in.areas), (2, 0, 3, 1, "prefer_not", 2, 6, 5), strict=True))
    entry = {"answers": {key: {"comfort": comfort} for key, comfort in given.items()}}
    titles = [in_language(area.title) for area in check_in.areas]
    assert check_ins.not_all_right(check_in, entry) == [titles[1], titles[3], titles[0]]
    assert check_ins.not_all_right(check_in, {"answers": {}}) == []
