"""A page belongs to one person and one sign-in: nothing is done for anybody else, and no word is lost.

Each form in which somebody writes × whatever may happen to the sign-in before it is sent. Browsers without a script are
such clients; `tests/browser/test_unsent.py` looks at the pages with one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from couples.accounts import page_owner
from couples.accounts.models import SignIn, User
from couples.counseling.models import CounselorProfile
from exercises import catalog
from exercises.core.fields import RESERVED
from exercises.counselor.assignments.models import Assignment
from exercises.live.models import Draft, RecordedEvent
from exercises.live.posted import read_fields
from exercises.private.models import PrivateStore
from tests.exercises.counselor.at_work import signed_in

pytestmark = pytest.mark.django_db
WORDS = "sleep"  # one word, in small letters: no choice is told from it by its look
SAVED = {"counselor": "/counselor/profile/", "limits": "/alone/b/", "support map": "/alone/c/"}


class Sheet(HTMLParser):
    """The form of a page in which somebody writes, with WORDS in each of its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
        is_text = tag == "textarea" or (tag == "input" and given.get("type") == "text" and self.forms)
        if is_text and "name" in given:
            self.forms[-1].append((given["name"], WORDS))
        if tag == "input" and given.get("type") == "hidden" and self.forms:
            self.forms[-1].append((given["name"], given["value"]))

    def filled(self, name: str = "text_field") -> dict[str, list[str]]:
        form = next(form for form in self.forms if name in dict(form))
        return {name: [value for each, value in form if each == name] for name, _value in form}


@dataclass
class Written:
    """Somebody has filled in the form of this page and not sent it yet."""

    author: User
    other: User
    path: str

    def __post_init__(self) -> None:
        self.browser = signed_in(self.author)
        self.form = Sheet(self.browser.get(self.path).content.decode()).filled()

    def send(self, form: dict[str, list[str]] | None = None):
        return self.browser.post(self.path, form or self.form)


def stored() -> list[object]:
    """All that these forms could change."""
    fields: dict[Any, tuple[str, ...]] = {
        Draft: ("sealed",),
        RecordedEvent: ("pk",),
        PrivateStore: ("person_id", "sealed", "pending"),
        CounselorProfile: ("practice", "confidences", "response_time"),
        Assignment: ("pk",),
    }
    return [sorted(map(str, model.objects.values_list(*names))) for model, names in fields.items()]


def path_of(form: str, writing, linked) -> str:
    if form == "session":
        return f"/sessions/{writing.id}/"
    if form == "assignment":
        return f"/counsel/couples/{linked.pk}/assign/"
    if form == "writing":
        return f"/alone/d/{catalog.writings()[0].address}/"
    return SAVED[form]


def token_is_renewed(browser: Client) -> None:
    """As signing in does in a browser."""
    browser.cookies["csrf"] = "x" * 32
    browser.handler.enforce_csrf_checks = True


def shown(answer) -> bool:
    return f'<p class="said" dir="auto">{WORDS}</p>' in answer.content.decode()


def the_sign_in_ends(written: Written) -> None:
    SignIn.objects.all().delete()
    answer = written.send()
    assert answer.status_code == 401
    assert shown(answer)


def the_author_signs_in_again(written: Written) -> None:
    written.browser.force_login(written.author)
    answer = written.send()
    assert answer.status_code == 409
    assert shown(answer)
    token_is_renewed(written.browser)
    answer = written.send()
    assert answer.status_code == 409
    assert shown(answer)


def somebody_else_signs_in_and_then_the_author(written: Written) -> None:
    written.browser.force_login(written.other)
    answer = written.send()
    assert answer.status_code == 410
    assert WORDS not in re.sub("<[^>]*>", "", answer.content.decode())
    sealed = Sheet(answer.content.decode()).filled("sealed_words")
    page = written.browser.get("/").content.decode()
    own = page.split('name="page-owner" content="')[1].split('"')[0]
    pages_of_the_other = [written.send(sealed), written.send(sealed | {page_owner.FIELD: [own]})]
    token_is_renewed(written.browser)
    pages_of_the_other.append(written.send())
    written.browser.logout()
    pages_of_the_other.append(written.send(sealed))
    assert not any(map(shown, pages_of_the_other))
    written.browser.force_login(written.author)
    answer = written.send(sealed)
    assert answer.status_code == 409
    assert shown(answer)


WAYS = [the_sign_in_ends, the_author_signs_in_again, somebody_else_signs_in_and_then_the_author]


@pytest.mark.parametrize("form", ["session", "assignment", "writing", *SAVED])
def test_no_word_is_lost_and_nothing_is_done_whatever_becomes_of_the_sign_in(
    form, writing, linked, alex, blair, casey
):
    cache.clear()
    author, other = (casey, alex) if form in ("assignment", "counselor") else (alex, blair)
    for user in (author, other):
        signed_in(user).get("/")  # everybody's private store is made there
    for way in WAYS:
        written = Written(author, other, path_of(form, writing, linked))
        before = stored()
        way(written)
        assert stored() == before, way
    assert Written(author, other, written.path).send().status_code in (
        302,
        422,
    )  # of the same sign-in it is carried out
    assert stored() != before or form in ("assignment", "support map")  # where a choice is missing


SAYS: list[tuple[str, Callable[[Client, User, User], object], int]] = [
    ("the owner", lambda browser, author, other: None, 200),
    ("signed in again", lambda browser, author, other: browser.force_login(author), 409),
    ("somebody else", lambda browser, author, other: browser.force_login(other), 410),
    ("nobody", lambda browser, author, other: browser.logout(), 401),
]


@pytest.mark.parametrize(("change", "status"), [each[1:] for each in SAYS], ids=[each[0] for each in SAYS])
@pytest.mark.parametrize("path", ["session", "/"])
def test_a_script_says_whose_page_it_is_and_gets_nothing_of_anybody_else(
    writing, alex, blair, path, change, status
):
    path = f"/sessions/{writing.id}/" if path == "session" else path
    browser = signed_in(alex)
    page = browser.get(path).content.decode()
    said = {page_owner.HEADER: page.split('name="page-owner" content="')[1].split('"')[0]}
    change(browser, alex, blair)
    answers = [browser.get(path, headers=said)]
    answers += [browser.post(path, {"command": "pause", "visit": "2"}, headers=said)] if path != "/" else []
    assert answers[0].status_code == status
    assert status == 200 or not any(answer.content for answer in answers)
    assert status == 200 or not writing.alex.look()["paused"]


def test_what_a_page_says_of_itself_is_no_answer_to_a_question(writing, alex):
    assert {page_owner.FIELD, "text_field", "sealed_words", "as_draft"} <= RESERVED
    browser = signed_in(alex)
    form = Sheet(browser.get(f"/sessions/{writing.id}/").content.decode()).filled()
    assert all(read_fields(_posted(form)))
    assert set(read_fields(_posted(form))) <= {"see", "feel", "need", "ask"}


def _posted(form: dict[str, list[str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in form.items():
        found.setlist(name, values)
    return found


def test_the_words_for_an_entry_that_is_gone_meanwhile_come_back(alex):
    browser = signed_in(alex)
    browser.post("/alone/b/", {"limit": "kept in draft", "then": "I go for a walk"})
    entry = browser.get("/alone/b/").content.decode().split('href="/alone/b/')[1].split('"')[0]
    form = Sheet(browser.get(f"/alone/b/{entry}").content.decode()).filled()
    browser.post(f"/alone/b/{entry}", {"delete": "yes"})
    answer = browser.post(f"/alone/b/{entry}", form)
    assert answer.status_code == 404
    assert shown(answer)
