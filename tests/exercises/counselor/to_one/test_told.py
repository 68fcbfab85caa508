"""What somebody tells the counselor of an exercise that she gave to them alone: who reads it, and until when."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache

from couples.accounts import users
from couples.counseling import links
from couples.counseling.models import AccessRecord
from couples.privacy import erasure, export
from exercises.private import store
from exercises.private.handouts import told
from tests.cast import with_second_step
from tests.couples.lock.opened import opened_store
from tests.couples.lock.unlocking import PIN, with_pin
from tests.exercises.counselor.at_work import link, signed_in
from tests.exercises.counselor.to_one.handing import MINE, NOTE, WORDS, give, of, path, tell, text
from tests.exercises.private.everything import inside

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(linked, alex):
    """Alex's browser; Casey has given Alex something."""
    cache.clear()
    give(linked)
    return inside(alex)


@pytest.fixture
def one(mine, alex):
    return of(alex)[0].id


def hers(linked, voice: str = "a") -> str:
    return text(signed_in(linked.counselor), path(linked, voice))


def test_nothing_is_told_by_itself(mine, linked):
    mine.get(MINE)
    assert "I did this" not in hers(linked)


def test_she_reads_it_on_the_page_about_that_person_and_nobody_else_does(
    mine, one, linked, alex, blair, casey
):
    dana = with_second_step(users.create("dana@example.org", "Dana", is_counselor=True))
    theirs = link(dana, alex, blair)
    assert tell(mine, one).url == MINE
    assert WORDS in text(mine, MINE)
    assert WORDS in hers(linked)
    assert WORDS not in hers(linked, "b")
    assert WORDS not in text(signed_in(dana), path(theirs))
    for client in (inside(blair), signed_in(casey)):
        for address in ("/", "/alone/", MINE, "/counselors/who-read-what/", f"/counsel/couples/{linked.pk}/"):
            assert WORDS not in client.get(address).content.decode()


def test_reading_it_leaves_no_line_that_the_other_could_see(mine, one, linked):
    tell(mine, one)
    before = AccessRecord.objects.count()
    assert WORDS in hers(linked)
    assert AccessRecord.objects.count() == before


def test_it_can_be_told_without_words(mine, one, linked):
    tell(mine, one, words="")
    assert "I did this" in hers(linked)


def test_sent_twice_it_is_told_once_and_another_is_refused_with_its_words(mine, one, linked, alex):
    form = str(uuid4())
    assert [tell(mine, one, form=form).status_code for _ in range(2)] == [302, 302]
    assert len(told.read(opened_store(alex))) == 1
    assert tell(mine, one, words="Something else").status_code == 422


def test_taken_back_it_is_gone_for_her_and_can_be_told_anew(mine, one, linked, alex):
    tell(mine, one)
    (said,) = told.read(opened_store(alex))
    for _ in range(2):
        assert mine.post(MINE, {"take_back": said.id}).url == MINE
    assert WORDS not in hers(linked)
    assert WORDS not in text(mine, MINE)
    assert tell(mine, one).status_code == 302


def test_put_away_afterwards_it_can_still_be_taken_back(mine, one, linked, alex):
    tell(mine, one)
    mine.post(MINE, {"put_away": str(one)})
    page = text(mine, MINE)
    assert NOTE not in page
    assert WORDS in page
    mine.post(MINE, {"take_back": told.read(opened_store(alex))[0].id})
    assert WORDS not in hers(linked)


def test_what_she_took_back_cannot_be_told_and_what_was_told_stays(mine, one, linked, casey):
    tell(mine, one)
    signed_in(casey).post(f"{path(linked)}{one}/take-back/")
    assert WORDS in hers(linked)
    assert tell(mine, one).status_code == 422


def test_nothing_can_be_told_that_was_not_given_to_oneself(mine, one, blair):
    assert tell(inside(blair), one).status_code == 422
    assert tell(mine, uuid4()).status_code == 422


def test_after_the_link_it_reaches_nobody_and_its_author_keeps_it(mine, one, linked, alex, blair, casey):
    tell(mine, one)
    links.end(linked)
    assert told.to(linked.pk, alex.pk)
    page = text(mine, MINE)
    assert WORDS in page
    assert "Nobody but you can read this now." in page
    again = link(casey, alex, blair)
    assert WORDS not in hers(again)


def test_nothing_can_be_told_after_the_link(mine, one, linked):
    links.end(linked)
    assert tell(mine, one).status_code == 422


def test_an_erasure_takes_it_with_it(mine, one, linked, alex):
    tell(mine, one)
    erasure.erase(alex)
    assert told.to(linked.pk, alex.pk) == []


def test_emptied_pages_hold_nothing_of_it_for_anybody(mine, one, linked, alex):
    """Whoever empties them without the PIN must find nothing of what was given or told."""
    tell(mine, one)
    store.erase(alex.pk)
    assert of(alex) == []
    page = text(mine, MINE)
    assert NOTE not in page
    assert WORDS not in page
    assert WORDS not in hers(linked)


def test_a_new_pin_keeps_all_of_it(mine, one, linked, alex):
    tell(mine, one)
    with_pin(alex)
    assert [each.note for each in of(alex, PIN)] == [NOTE]
    assert WORDS in hers(linked)


def test_there_is_a_limit_for_each_hour(mine, one, alex, monkeypatch):
    monkeypatch.setattr(told, "TOLD_AN_HOUR", 2)
    for _ in range(told.TOLD_AN_HOUR):
        tell(mine, one)
        mine.post(MINE, {"take_back": told.read(opened_store(alex))[0].id})
    answer = tell(mine, one)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_there_is_room_for_so_many(mine, one, linked, alex, monkeypatch):
    monkeypatch.setattr(told, "MOST_TOLD", 1)
    tell(mine, one)
    give(linked)
    answer = tell(mine, of(alex)[0].id, words="More")
    assert answer.status_code == 422
    assert "More" in answer.content.decode()


def test_the_longest_words_fit_as_often_as_there_is_room(alex):
    store.make(alex.pk)
    words = "\U0001f343" * told.MAX_WORDS_LENGTH
    told_all = told.Contents(
        [
            told.Telling(f"{n:032}", f"{n:032}", str(uuid4()), "x" * 40, "2026-01-05", words)
            for n in range(told.MOST_TOLD)
        ],
        [2_000_000_000] * told.TOLD_AN_HOUR,
    )
    key = opened_store(alex).data_key
    assert len(told._sealed(told_all, alex.pk, key)) == len(told.nothing(alex.pk, key))


def test_its_authors_download_has_it_with_what_only_they_can_see(mine, one, alex):
    tell(mine, one)
    assert WORDS not in str(export.collect(alex))
    (said,) = export.collect(alex, opened_store(alex))["only_yours"]["told_to_counselors"]
    assert said["words"] == WORDS


def test_words_sent_to_locked_pages_wait_and_are_told_by_nobody(mine, one, linked, alex, settings):
    settings.DEMO = False
    mine.post("/account/lock/now/")
    assert tell(mine, one).status_code == 302
    settings.DEMO = True
    assert WORDS not in hers(linked)
    client = inside(alex)
    page = text(client, MINE)
    assert "Sent in while the pages were locked" in page
    assert page.index("<details open>") < page.index(WORDS) < page.index("</details>", page.index(WORDS))
    overview = text(client, "/alone/")
    assert WORDS in overview
    assert one.hex not in overview
