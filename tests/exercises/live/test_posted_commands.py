"""Commands as posted forms. Nothing typed is lost, nothing happens twice, and nothing unoffered is accepted."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from random import Random
from uuid import uuid4

import pytest
from django.test import Client

from tests.exercises.live import hostile
from tests.exercises.live.rooms import EVERY, LETTER, NEED, opened

pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """The forms of a page: what each would send, and every id of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "form":
            self.forms.append({})
        if tag == "input" and given.get("type") == "hidden" and self.forms:
            self.forms[-1][given["name"]] = given["value"]


class Page:
    """One person's browser without a script."""

    def __init__(self, chair, **options) -> None:
        self.client = Client(**options)
        self.client.force_login(chair.user)
        self.path = f"/sessions/{chair.session}/"

    def get(self) -> str:
        answer = self.client.get(self.path)
        assert answer.status_code == 200
        return answer.content.decode()

    def form(self, command: str) -> dict[str, str]:
        return next(form for form in Forms(self.get()).forms if form.get("command") == command)

    def post(self, form: dict[str, str], **fields):
        return self.client.post(self.path, {**form, **fields})


def test_an_accepted_form_leads_back_to_the_page(writing):
    alex = Page(writing.alex)
    answer = alex.post(alex.form("hand_in"), **LETTER)
    assert (answer.status_code, answer.url) == (302, alex.path)
    assert LETTER["ask"] in alex.get()


def test_leaving_leads_home(writing):
    alex = Page(writing.alex)
    assert alex.post(alex.form("leave")).url == "/"


def test_a_form_that_does_not_fit_keeps_what_was_typed_and_says_why_at_the_field(writing):
    alex = Page(writing.alex)
    answer = alex.post(alex.form("hand_in"), **{**LETTER, "ask": "", "see": "We <ate> at nine"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We &lt;ate&gt; at nine" in page
    assert re.search(r'data-error-for="ask"[^>]*>[^<]*Please fill this in', page)
    assert not re.search(r'data-error-for="see"[^>]*>[^<]*Please', page)
    assert writing.blair.look()["visit"] == 2


def test_words_that_come_too_late_are_kept_and_shown(writing):
    alex = Page(writing.alex)
    form = alex.form("hand_in")
    writing.open_the_letter()
    page = alex.post(form, **{**LETTER, "see": "What I had typed meanwhile"})
    assert page.status_code == 422
    assert "moved on" in page.content.decode()
    assert "What I had typed meanwhile" in page.content.decode()
    assert "What I had typed meanwhile" in alex.get()
    assert "What I had typed meanwhile" not in Page(writing.blair).get()


def test_a_form_sent_twice_happens_once(writing):
    alex = Page(writing.alex)
    form = alex.form("hand_in")
    answers = [alex.post(form, **LETTER) for _ in range(3)]
    assert [one.status_code for one in answers] == [302] * 3
    assert len(writing.sequences()) == 5


def test_the_same_id_with_other_words_is_refused(writing):
    alex = Page(writing.alex)
    form = alex.form("hand_in")
    alex.post(form, **LETTER)
    again = alex.post(form, **{**LETTER, "ask": "Something else"})
    assert again.status_code == 422
    assert "already sent with different content" in again.content.decode()


@pytest.mark.parametrize("visit", ["", "x", "-1", "0", "1", "99", "9" * 30, "٢", "2.0", "2 OR 1=1"])
def test_a_visit_that_was_tampered_with_changes_nothing(writing, visit):
    alex = Page(writing.alex)
    answer = alex.post(alex.form("hand_in") | {"visit": visit}, **LETTER)
    assert answer.status_code == (302 if visit == "٢" else 422)


@pytest.mark.parametrize("id", ["", "x", "\x00", "0" * 300, "../../etc"])
def test_an_id_that_is_none_is_replaced(writing, id):
    alex = Page(writing.alex)
    assert alex.post(alex.form("hand_in") | {"id": id}, **LETTER).status_code == 302


def test_a_post_without_the_token_is_refused(writing):
    alex = Page(writing.alex, enforce_csrf_checks=True)
    form = alex.form("hand_in")
    before = writing.sequences()
    assert alex.post({**form, "csrfmiddlewaretoken": "x" * 64}, **LETTER).status_code == 403
    assert (
        alex.post({k: v for k, v in form.items() if k != "csrfmiddlewaretoken"}, **LETTER).status_code == 403
    )
    assert writing.sequences() == before
    assert alex.post(form, **LETTER).status_code == 302


@pytest.mark.parametrize("path", ["/agreements/", "/sessions/start/"])
def test_the_other_forms_want_the_token_too(writing, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writing.alex.user)
    assert client.post(path, {"slug": NEED}).status_code == 403


@pytest.mark.parametrize("slug", EVERY)
def test_every_page_of_a_whole_session_is_complete(couple, alex, blair, slug):
    """Each form has its own tokens and command id, no id appears twice, and what JSON offers stands in the page."""
    room = opened(couple, alex, blair, slug)
    pages = [(chair, Page(chair)) for chair in room.chairs]
    for number, _command in enumerate(room.walking(seed=3)):
        for chair, page in [pages[number % 2]]:
            found = Forms(page.get())
            ours = [form for form in found.forms if "command" in form]
            assert len({form["id"] for form in ours}) == len(ours)
            assert all(form["csrfmiddlewaretoken"] and form["visit"] for form in ours)
            assert sorted(set(found.ids)) == sorted(found.ids)
            offered = {one["name"] for one in chair.look()["commands"]}
            assert {form["command"] for form in ours} >= offered - {"pause", "resume"} or not offered


def test_a_hundred_hostile_posts_are_refused_or_mean_nothing(writing):
    alex, rng = Page(writing.alex), Random(5)
    names = ["command", "visit", "id", *LETTER, "csrfmiddlewaretoken", "\x00", "__proto__", "x" * 200]
    odd = [str(one)[:300].encode("utf-8", "replace").decode() for one in hostile.ODD]
    for number in range(100):
        form = {"command": "hand_in", "visit": "2", **LETTER, "id": str(uuid4())}
        for _ in range(rng.randint(1, 3)):
            form[rng.choice(names)] = rng.choice(odd)
        answer = alex.post(form)
        assert answer.status_code in (302, 422), (number, form)
        if "take_back" in writing.alex.offered():
            writing.alex.do("take_back")


@pytest.mark.parametrize(
    "body", [b"", b"\x00", b"%%%", b"visit=2&command=pause&=" + b"&" * 500, b"\xff=\xfe"]
)
def test_a_post_that_is_no_form_is_refused(writing, body):
    alex = Page(writing.alex)
    answer = alex.client.post(alex.path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 400, 422)
