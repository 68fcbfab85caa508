"""All of *For you alone* is at one address that everybody has: what a browser remembers of it tells nothing."""

from __future__ import annotations

import re
from random import Random
from urllib.parse import unquote

import pytest
from django.core.cache import cache

from config import urls
from couples.accounts import users
from couples.privacy import erasure
from exercises.private import store
from exercises.private.handouts import shown, told
from tests.cast import with_second_step
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import link, signed_in
from tests.exercises.counselor.to_one.handing import MINE, NOTE, SLUG, WORDS, give, of, path, tell, text
from tests.exercises.private.everything import inside
from tests.fuzz.forms import forms_of

pytestmark = pytest.mark.django_db
ADDRESSES = re.compile(r'(?:href|action|formaction|src)="([^"]*)"')
IDS = re.compile(r' id="([^"]*)"')
TOO_LONG = f"{WORDS} {'so ' * told.MAX_WORDS_LENGTH}"


@pytest.fixture
def mine(linked, alex):
    """Alex's browser; Casey has given Alex three things, and was told of the first."""
    cache.clear()
    for note in ("the first", "another", NOTE):
        give(linked, note=note)
    client = inside(alex)
    tell(client, of(alex)[-1].id)
    return client


def cards(page: str) -> list[str]:
    return page.split("<article")[1:]


def test_no_address_on_it_and_none_to_which_it_leads_has_an_id(mine, alex):
    page = text(mine, MINE)
    ids = [*(one.id.hex for one in of(alex)), *(one.id for one in told.read(opened_store(alex)))]
    found = ADDRESSES.findall(page)
    assert found
    for one in ids:
        assert one in page.replace("-", "")  # it is there, but in no address
        assert not [address for address in found if one in address.replace("-", "")]
    assert [str(one.pattern) for one in urls.urlpatterns if str(one.pattern).startswith("alone/f")] == [
        "alone/f/"
    ]


def test_each_form_on_it_sent_as_it_stands_there_tells_of_its_own_card(mine, alex):
    there = of(alex)[:2]
    for one in there:
        forms = [form for form in forms_of(text(mine, MINE)) if form.choices.get("about") == [one.id.hex]]
        sent = {name: value.decode() for name, value in forms[0].filled(Random(1)).items()}
        assert mine.post(MINE, sent).url == MINE
    told_of = {each.handout for each in told.read(opened_store(alex))}
    assert told_of >= {one.id.hex for one in there}


def test_what_was_sent_while_it_is_locked_leads_back_to_that_address(mine, alex, settings):
    one = of(alex)[0]
    settings.DEMO = False
    mine.post("/account/lock/now/")
    answer = tell(mine, one.id)
    assert one.id.hex not in answer.url.replace("-", "")
    assert unquote(mine.get(MINE).url) == "/account/lock/?next=/alone/f/"


def test_words_that_do_not_fit_stay_in_the_form_of_their_card_with_the_reason_at_the_field(mine, alex):
    answer = tell(mine, of(alex)[0].id, words=TOO_LONG)
    page = answer.content.decode()
    assert answer.status_code == 422
    (card,) = [one for one in cards(page) if "<details open>" in one]
    assert NOTE in card
    assert WORDS in card
    (where,) = re.findall(r'<a href="#([^"]*)">Anything you want to add', card)
    assert f'id="{where}"' in card
    assert page.count(WORDS) == 2  # there, and what was told of the other before
    assert len(IDS.findall(page)) == len(set(IDS.findall(page)))
    assert len(told.read(opened_store(alex))) == 1


def test_what_was_sent_in_for_something_put_away_meanwhile_is_still_there_to_copy(mine, alex, settings):
    one = of(alex)[0]
    settings.DEMO = False
    mine.post("/account/lock/now/")
    tell(mine, one.id, words="Kept for later")
    settings.DEMO = True
    client = inside(alex)
    client.post(MINE, {"put_away": str(one.id)})
    page = text(client, MINE)
    assert "Kept for later" in page
    assert one.id.hex not in page
    client.post("/alone/", {"throw_away": page.split('name="throw_away" value="')[1].split('"')[0]})
    assert "Kept for later" not in text(client, MINE)


def test_an_exercise_leads_back_to_it_whether_anything_was_given_or_not(mine, alex, blair):
    for one in (shown.of_slug(SLUG), *shown.exercises()[:2]):
        at = shown._address(one)
        for client in (mine, inside(blair)):
            assert f'href="{MINE}"' in text(client, at)


def test_what_is_true_stands_on_it_and_to_whom_each_thing_was_told(mine, linked, alex, blair):
    dana = with_second_step(users.create("dana@example.org", "Dana", is_counselor=True))
    give(link(dana, alex, blair))
    tell(mine, of(alex)[0].id, words="For Dana")
    for one in of(alex):
        mine.post(MINE, {"put_away": str(one.id)})
    page = text(mine, MINE)
    assert "Everything that a counselor gave to you alone is put away." in page
    assert "There is nothing here" not in page
    first, second = cards(page)
    assert "For Dana" in first
    assert "told Dana, " in first
    assert "Only Dana and you can read this." in first
    assert "told Casey, " in second
    erasure.erase(dana)
    first, second = cards(text(mine, MINE))
    assert "Nobody but you can read this now." in first
    assert "Dana" not in first.replace("For Dana", "")
    assert "told Casey, " in second


@pytest.mark.parametrize("page", ["/account/lock/empty/", "/data/erase/"])
def test_who_empties_or_erases_reads_before_that_it_takes_what_was_given_and_told(mine, linked, alex, page):
    said = text(mine, page)
    assert "what a counselor gave to you alone" in said.replace("What", "what")
    assert "what you told a counselor of it" in said
    assert "page then no longer has what you told" in said
    hers = signed_in(linked.counselor)
    assert WORDS in text(hers, path(linked))
    store.erase(alex.pk)
    assert WORDS not in text(hers, path(linked))


@pytest.mark.parametrize("page", ["/leave/", "/counseling/{}/end/", "/data/download/"])
def test_other_pages_that_say_what_becomes_of_private_pages_name_it_too(mine, linked, page):
    said = text(mine, page.format(linked.pk))
    assert re.search(r"hat a counselor gave to (you|one of you) alone", said)
    assert re.search(r"(you|they) told", said)
