"""A form with a secret that was sent is worth nothing when it is sent again, from the history of a browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.test import Client

from couples.accounts import secret_forms
from couples.accounts.secret_forms import FIELD
from tests.couples.accounts.signing_in import (
    ADDRESS,
    FORM,
    PASSWORD,
    last_code,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
)
from tests.couples.lock.unlocking import (
    PIN,
    changes,
    for_real,
    is_open,
    robin,
    signed_in_with_password,
    tries,
)
from tests.fuzz.forms import forms_of

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
TEMPLATES = Path(settings.BASE_DIR) / "templates"
SENT_BEFORE = "This form was sent before"
LOCKED = "/account/lock/"
AGAIN, SETTINGS = "/account/again/", f"{LOCKED}settings/"


def asks_for(path: str, **sent: str) -> Client:
    client = Client()
    client.post(path, sent)
    return client


def pages() -> Iterator[tuple[Client, str]]:
    """Every page of accounts that takes a secret, as somebody sees it who is about to type it."""
    user = somebody()
    for path in ("/account/signup/", "/account/login/", "/account/login/recovery/"):
        yield Client(), path
    yield asks_for("/account/signup/", **FORM | {"email": "new@example.org"}), "/account/confirm/"
    yield asks_for("/account/login/code/", email=ADDRESS), "/account/login/code/confirm/"
    client = signed_in(user)
    yield client, AGAIN
    yield client, "/account/password/"
    client.post("/account/lock/now/")
    yield client, LOCKED
    proves_it_again(client)
    yield client, "/account/app/add/"
    tries(client, PASSWORD)
    yield client, SETTINGS
    changes(client)
    yield client, SETTINGS
    sets_up_app(client)
    second = Client()
    sign_in(second)
    yield second, "/account/login/second/"
    yield client, "/account/again/code/"
    reset = asks_for("/account/password/reset/", email=ADDRESS)
    yield reset, "/account/password/reset/code/"
    reset.post("/account/password/reset/code/", {"code": last_code()})
    yield reset, "/account/password/reset/new/"


def filled(client: Client, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield where each form of this page that takes a secret is sent, and what."""
    for form in forms_of(client.get(path).content.decode()):
        if form.takes_secret:
            fields = form.filled(Random(1))
            yield urljoin(path, form.action), {name: value.decode() for name, value in fields.items()}


def test_no_page_that_takes_a_secret_looks_at_it_when_it_is_sent_again():
    found = set()
    for client, path in pages():
        sent = list(filled(client, path))
        assert sent, (path, client.get(path).headers)
        for to, fields in sent:
            assert FIELD in fields, (path, fields)
            first, again = client.post(to, fields), client.post(to, fields)
            assert SENT_BEFORE not in first.content.decode(), (path, first.status_code)
            assert (again.status_code, SENT_BEFORE in again.content.decode()) == (422, True), path
            found.add(to)
    assert len(found) == 14


def test_who_went_too_fast_is_not_signed_in_later_by_somebody_else(monkeypatch):
    """The right password, which had to wait: whoever has the device when the wait is over sends it again."""
    somebody()
    client = Client()
    for _guess in range(12):
        sign_in(client, password="not the right one")
    _to, fields = next(filled(client, "/account/login/"))
    early = fields | {"login": ADDRESS, "password": PASSWORD}
    assert client.post("/account/login/", early).status_code == 200, "a page, which stays in the history"
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)

    def looks(*_given: Any, **_more: Any) -> tuple[bool, bool]:
        raise AssertionError("it was compared")

    monkeypatch.setattr(hashers, "verify_password", looks)
    assert client.post("/account/login/", early).status_code == 422


def test_a_pin_that_had_to_wait_opens_nothing_when_it_is_sent_again(robin, monkeypatch):
    client = signed_in_with_password()
    tries(client, "a long enough sentence")
    changes(client)
    client.post("/account/lock/now/")
    for number in range(12):
        tries(client, f"12{number}")
    _to, fields = next(filled(client, LOCKED))
    early = fields | {"secret": PIN}
    assert client.post(LOCKED, early).status_code == 429
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.post(LOCKED, early).status_code == 422
    assert not is_open(client)
    _to, fields = next(filled(client, LOCKED))
    assert client.post(LOCKED, fields | {"secret": PIN}).status_code == 302


def test_the_answer_leads_back_to_the_page_and_what_was_not_made_here_is_refused():
    client = Client()
    for said in ("", "made up", secret_forms.drawn()[:-1]):
        answer = client.post(
            "/account/login/?next=/alone/", {FIELD: said, "login": ADDRESS, "password": PASSWORD}
        )
        assert answer.status_code == 422
        assert 'href="/account/login/?next=/alone/"' in answer.content.decode()


def test_a_page_that_was_open_for_too_long_is_opened_again_and_nothing_is_kept_longer(monkeypatch):
    early, now = secret_forms.drawn(), time.time()
    assert secret_forms.is_first(secret_forms.drawn())
    monkeypatch.setattr(time, "time", lambda: now + secret_forms.LASTS.total_seconds() + 2)
    assert not secret_forms.is_first(early)


def test_every_form_for_a_secret_that_is_written_by_hand_is_good_for_one_try():
    """All others are made by `couples/_fields.html`."""
    for path in TEMPLATES.rglob("*.html"):
        for form in re.findall(r"<form.*?</form>", path.read_text(), re.DOTALL):
            assert 'type="password"' not in form or "{% one_try %}" in form, path
    assert "{% one_try form %}" in (TEMPLATES / "couples/_fields.html").read_text()
