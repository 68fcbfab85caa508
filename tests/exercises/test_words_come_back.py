"""Whatever refuses a form that somebody has filled in, they get its words back; nobody else does.

The sign-ins that change in between are in `test_page_owner.py`.
"""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404

from couples.accounts import page_owner
from couples.accounts.hashing import Busy
from couples.facts.holding import DoesNotHold
from couples.privacy import leaving
from exercises import catalog
from exercises.private import pending, store
from tests.couples.lock.opened import opened_store
from tests.exercises.private.everything import use_everything
from tests.exercises.test_page_owner import WORDS, Sheet, Written, shown, token_is_renewed

pytestmark = pytest.mark.django_db
FIELD_OF_A_LIMIT = {"limit": [WORDS], "text_field": ["limit"]}
OF_ENTRIES = {"limits": "/alone/b/", "map": "/alone/c/", "sheets": "/alone/e/"}


def entries_of(browser, person) -> dict[str, str]:
    """The address of one entry of each kind, and which it is."""
    use_everything(browser)
    contents = store.read(opened_store(person))
    return {name: f"{path}{contents[name][0]['id']}/" for name, path in OF_ENTRIES.items()}


def visible(answer) -> str:
    return re.sub("<[^>]*>", "", answer.content.decode())


def test_after_exit_in_another_tab_they_wait_sealed_for_their_author_alone(alex, blair):
    written = Written(alex, blair, "/alone/b/")
    token_is_renewed(written.browser)
    written.browser.post("/exit/")
    assert "csrf" not in {name for name, cookie in written.browser.cookies.items() if cookie.value}
    answer = written.send()
    assert answer.status_code == 410
    assert WORDS not in visible(answer)
    sealed = Sheet(answer.content.decode()).filled("sealed_words")
    written.browser.force_login(blair)
    assert WORDS not in visible(written.send(sealed))
    written.browser.force_login(alex)
    assert shown(written.send(sealed))


@pytest.mark.parametrize("said", [[], ["x" * 32 + "." + "x" * 32]])
@pytest.mark.parametrize("is_in", [True, False])
def test_what_another_site_sends_is_not_shown_as_anybodys_words(alex, blair, said, is_in):
    written = Written(alex, blair, "/alone/b/")
    token_is_renewed(written.browser)
    if not is_in:
        written.browser.logout()
    answer = written.send(FIELD_OF_A_LIMIT | ({"page_owner": said} if said else {}))
    assert answer.status_code in (403, 410)
    assert WORDS not in visible(answer)


def test_a_token_that_is_too_old_in_the_same_sign_in_gives_them_back(alex, blair):
    written = Written(alex, blair, "/alone/b/")
    token_is_renewed(written.browser)
    answer = written.send()
    assert (answer.status_code, shown(answer)) == (403, True)
    assert "This form was open for too long" in visible(answer)
    assert "removed meanwhile" not in visible(answer)


@pytest.mark.parametrize(
    ("trouble", "status"),
    [(RuntimeError(), 500), (Busy(), 503), (DoesNotHold(), 403), (PermissionDenied(), 403), (Http404(), 404)],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "",
)
def test_a_page_that_breaks_or_is_closed_gives_them_back(alex, blair, monkeypatch, trouble, status):
    def breaks(_open_store):
        raise trouble

    written = Written(alex, blair, "/alone/b/")
    written.browser.raise_request_exception = False
    monkeypatch.setattr(store, "read", breaks)
    answer = written.send()
    assert (answer.status_code, shown(answer)) == (status, True)


def test_somebody_who_has_to_set_up_a_second_factor_first_gets_them_back(alex, blair, settings):
    written = Written(alex, blair, "/alone/b/")
    settings.DEMO = False  # invented people need none
    type(alex).objects.filter(pk=alex.pk).update(is_counselor=True)
    answer = written.send()
    assert (answer.status_code, shown(answer)) == (403, True)
    assert 'href="/account/second/"' in answer.content.decode()


def test_somebody_whose_couple_has_ended_gets_them_back(couple, alex, blair):
    written = Written(alex, blair, "/alone/b/")
    leaving.leave(blair)
    answer = written.browser.post("/agreements/", FIELD_OF_A_LIMIT)
    assert (answer.status_code, shown(answer)) == (403, True)
    assert 'href="/welcome/"' in answer.content.decode()
    assert "It belongs to a couple, and you are in none now." in visible(answer)


@pytest.mark.parametrize("trouble", [PermissionDenied(), Http404()])
def test_no_page_says_that_words_were_never_sent_which_may_have_come_before(
    alex, blair, monkeypatch, trouble
):
    def closed(_open_store):
        raise trouble

    written = Written(alex, blair, "/alone/b/")
    assert written.send().status_code == 302
    monkeypatch.setattr(store, "read", closed)
    said = visible(written.send())
    assert "in case it was not saved" in said
    assert "were not sent" not in said


def test_they_come_back_from_locked_pages_whose_place_is_taken(alex, blair, settings):
    written = Written(alex, blair, "/alone/b/")
    settings.DEMO = False
    written.browser.post("/account/lock/now/")
    question = catalog.writings()[0].questions[0].name
    planted = written.browser.post("/alone/e/00000000/", {question: "planted"})
    answer = written.send()
    of_earlier_form = written.send({"earlier": [WORDS], "text_field": ["earlier"]})
    assert planted.status_code == 302
    for given in (answer, of_earlier_form):
        assert (given.status_code, shown(given)) == (422, True)


@pytest.mark.parametrize("section", OF_ENTRIES)
def test_those_for_an_entry_that_was_deleted_come_back(alex, blair, section):
    address = entries_of(Written(alex, blair, "/alone/b/").browser, alex)[section]
    written = Written(alex, blair, address)
    written.browser.post(address, {"delete": "yes"})
    answer = written.send()
    assert (answer.status_code, shown(answer)) == (404, True)


@pytest.mark.parametrize("section", OF_ENTRIES)
def test_what_waits_for_an_entry_that_was_deleted_is_read_there_and_discarded(alex, blair, section):
    browser = Written(alex, blair, "/alone/b/").browser
    address = entries_of(browser, alex)[section]
    browser.post(address, {"delete": "yes"})
    assert pending.keep(alex.pk, address, {"any": WORDS, "several": ["money", "outside"]})
    answer = browser.get(address)
    assert answer.status_code == 404
    assert WORDS in visible(answer)
    assert "View it in its form" not in visible(answer)
    assert 'action="/alone/"' in answer.content.decode()
    mark = answer.context["sent_in"].mark
    assert browser.post("/alone/", {"throw_away": mark}).url == "/alone/"
    assert pending.read(opened_store(alex)) is None
    assert WORDS not in visible(browser.get(address))


@pytest.mark.parametrize("away_again", [0, 1])
def test_while_nobody_can_say_who_asks_they_wait_sealed_for_their_author(
    alex, blair, monkeypatch, away_again
):
    written = Written(alex, blair, "/alone/b/")
    written.browser.raise_request_exception = False

    def away(*_words):
        raise OperationalError

    with monkeypatch.context() as outage:
        outage.setattr(page_owner, "asker", away)
        answer = written.send()
        for _again in range(away_again):
            answer = written.send(Sheet(answer.content.decode()).filled("sealed_words"))
    assert answer.status_code == 500
    assert WORDS not in visible(answer)
    sealed = Sheet(answer.content.decode()).filled("sealed_words")
    written.browser.force_login(blair)
    assert WORDS not in visible(written.send(sealed))
    written.browser.force_login(alex)
    assert WORDS in visible(written.send(sealed))


def test_who_is_still_signed_in_after_an_outage_sees_them_at_once(alex, blair, monkeypatch):
    written = Written(alex, blair, "/alone/b/")
    written.browser.raise_request_exception = False
    with monkeypatch.context() as outage:
        outage.setattr(page_owner, "asker", lambda *_words: 1 / 0)
        sealed = Sheet(written.send().content.decode()).filled("sealed_words")
    assert WORDS in visible(written.send(sealed))
