"""What she marks is read by both before they begin, stays as it was then, and is sealed under her key."""

from __future__ import annotations

from html import unescape

import pytest

from couples.counseling import access_log, links, scopes
from couples.keys import data_keys
from couples.privacy import erasure, export
from exercises.counselor.assignments import taking
from exercises.counselor.marks import marking
from exercises.counselor.marks.models import Marks
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import couple_path, given, page, signed_in
from tests.exercises.counselor.marks import worlds
from tests.exercises.counselor.marks.test_told import everything_opens, marks_path, told_on_pages
from tests.exercises.live.rooms import BALANCE, NEED, Chair

pytestmark = pytest.mark.django_db(databases="__all__")
NEEDS_HER = "/counsel/?only=attention"
WISH = "Casey would like to talk with both of you about:</strong> {}"


@pytest.fixture
def marked(linked):
    return worlds.assigned(linked, ["money", "own_time"])


def post(casey, one, *marks):
    return signed_in(casey).post(marks_path(one), {"marked": worlds.numbers(marks)})


def test_both_read_it_on_the_card_and_in_the_session_in_the_same_words(marked, linked, couple, alex, blair):
    says = WISH.format("Money, Room for myself")
    for person in (alex, blair):
        assert says in page(person, "/")
    session = taking.take_up(couple, alex, marked.pk)
    for person in (alex, blair):
        assert says in page(person, f"/sessions/{session}/")
    links.end(linked)
    for person in (alex, blair):
        assert "would like to talk" not in page(person, f"/sessions/{session}/")


def test_without_a_mark_nothing_is_said(linked, couple, alex, blair):
    one = given(linked, BALANCE)
    assert "would like to talk" not in page(blair, "/")
    marking.put(one, [])
    assert "would like to talk" not in page(blair, "/")
    session = taking.take_up(couple, alex, one.pk)
    assert "would like to talk" not in page(blair, f"/sessions/{session}/")


def test_a_session_keeps_what_was_marked_when_it_was_taken_up(marked, linked, casey, alex, blair):
    """And whether that has happened, she is not told: the form answers alike before and after."""
    before = page(casey, marks_path(marked))
    session = taking.take_up(linked.couple, alex, marked.pk)
    assert page(casey, marks_path(marked)) == before
    answer = post(casey, marked, "decisions")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"{couple_path(linked)}#given-{marked.pk}",
    )
    assert WISH.format("Money, Room for myself") in page(blair, f"/sessions/{session}/")
    Chair(session, alex).do("end")
    assert WISH.format("Deciding and planning") in page(blair, "/")
    both_allow(linked, scopes.BALANCE)
    worlds.held(marked, alex, blair, everything_opens(money="differs", decisions="differs"))
    assert told_on_pages(casey, marked) == ["Deciding and planning"]
    assert post(casey, marked, "money").status_code == 302
    assert told_on_pages(casey, marked) == ["Deciding and planning"]


def test_too_many_are_refused_and_stay_in_the_form(marked, casey):
    answer = post(casey, marked, "money", "decisions", "outside", "influence")
    assert answer.status_code == 422
    text = unescape(answer.content.decode())
    assert "Please mark 3 at most" in text
    assert text.count(" checked") == 4
    assert signed_in(casey).post(marks_path(marked), {"marked": ["99"]}).status_code == 422
    assert "Money, Room for myself" in page(casey, couple_path(marked.counseling))


def test_sent_twice_it_is_marked_once_and_none_takes_all_back(marked, casey, blair):
    assert [post(casey, marked, "outside").status_code for _ in range(2)] == [302, 302]
    assert Marks.objects.count() == 1
    assert post(casey, marked).status_code == 302
    assert "would like to talk" not in page(blair, "/")


def test_an_exercise_without_items_cannot_be_marked(linked, casey):
    one = given(linked, NEED)
    assert signed_in(casey).get(marks_path(one)).status_code == 404
    assert "/marks/" not in page(casey, couple_path(linked))


def test_what_differs_is_in_the_log_and_asks_for_her_until_she_has_read_it(linked, casey, alex, blair):
    both_allow(linked, scopes.BALANCE)
    one = worlds.assigned(linked, ["money"])
    worlds.held(one, alex, blair, everything_opens(money="differs"))
    signed_in(casey).get(f"{couple_path(linked)}read/balance/")  # so that nothing is new to read
    assert couple_path(linked) in page(casey, NEEDS_HER)
    assert {each.what for each in access_log.of_couple(linked.couple)} == {"balance", "caseload"}
    page(casey, couple_path(linked))
    assert "marked" in {each.what for each in access_log.of_couple(linked.couple)}
    assert "marked to be talked about" in unescape(page(alex, "/counselors/who-read-what/"))
    assert couple_path(linked) not in page(casey, NEEDS_HER)
    assert "seen differently" in page(casey, "/counsel/")


def test_once_a_key_is_gone_nothing_of_it_can_be_read(linked, casey, alex, blair):
    both_allow(linked, scopes.BALANCE)
    one = worlds.assigned(linked, ["money"])
    session = taking.take_up(linked.couple, alex, one.pk)
    Chair(session, alex).do("end")
    worlds.held(one, alex, blair, everything_opens(money="differs"))
    worlds.assigned(linked, ["outside"])
    assert told_on_pages(casey, one) == ["Money"]
    data_keys.destroy(alex.pk)
    assert "They see this differently" not in page(casey, couple_path(linked))
    assert WISH.format("Other people to turn to") in page(blair, "/")
    data_keys.destroy(casey.pk)
    assert "would like to talk" not in page(blair, "/")


def test_it_goes_with_her_and_is_in_her_own_export_and_that_of_both(marked, casey, alex, blair, drew):
    for person in (casey, alex, blair):
        assert "Room for myself" in str(export.collect(person)["assignments"])
    assert "Room for myself" not in str(export.collect(drew))
    erasure.erase(casey)
    assert not Marks.objects.exists()
    assert "Room for myself" not in str(export.collect(blair))
