"""How the account pages are made: all in our own look, with no style and no script of their own, kept by no browser."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from config.urls import urlpatterns
from tests.couples.accounts.signing_in import (
    FORM,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
    text_of,
)

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[3] / "templates"
FILES = [
    path
    for folder in ("account", "mfa")
    for path in (TEMPLATES / folder).rglob("*.html")
    if not path.name.startswith(("_", "base_"))
]
ADDRESSES = [(str(pattern.pattern), getattr(pattern, "name", None)) for pattern in urlpatterns]
NAMES = [
    name for address, name in ADDRESSES if re.match(r"account/(?!lock/)", address) and "<" not in address
]
NO_PAGE = {"mfa_login_webauthn", "mfa_download_recovery_codes"}


def entering():
    """Pages of somebody who is on the way in."""
    signing_up, asking, resetting, second = Client(), Client(), Client(), Client()
    signing_up.post("/account/signup/", FORM | {"email": "new@example.org"})
    asking.post("/account/login/code/", {"email": "who@example.org"})
    resetting.post("/account/password/reset/", {"email": "who@example.org"})
    sign_in(second)
    yield signing_up, "account_email_verification_sent"
    yield asking, "account_confirm_login_code"
    yield resetting, "account_confirm_password_reset_code"
    yield second, "mfa_authenticate"
    for name in ("account_signup", "account_login", "account_request_login_code", "account_reset_password"):
        yield Client(), name


def inside(kim):
    client = signed_in(kim)
    sets_up_app(client)
    for name in NAMES:
        yield client, name


def test_every_account_page_is_ours_with_no_style_and_no_script_in_it():
    kim = somebody()
    used, seen = set(), set()
    pages = [*inside(kim), *entering()]
    for client, name in pages:
        answer = client.get(reverse(name))
        if answer.status_code != 200 or name in NO_PAGE:
            continue
        page = text_of(answer)
        used |= {template.origin.name for template in answer.templates if template.name}
        seen.add(name)
        assert not re.search(r"""\sstyle=|<style|\son\w+=|javascript:""", page), name
        assert all("src=" in tag or "application/json" in tag for tag in re.findall("<script[^>]*>", page)), (
            name
        )
        assert "<title>Counterpoint</title>" in page, name
        assert "data-exit" in page, name
        assert "no-store" in answer.headers["Cache-Control"], name
    assert len(seen) > 20
    assert not [path for path in used if "site-packages/allauth" in path]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_template_of_ours_replaces_one_that_is_used_and_has_no_style(path):
    words = path.read_text()

    assert 'extends "base.html"' in words or 'extends "account/base_reauthenticate.html"' in words
    assert " style=" not in words
    assert "<style" not in words


def test_your_account_shows_what_there_is_and_a_way_to_change_each():
    client = signed_in(somebody())
    page = text_of(client.get("/account/"))
    for words in (
        "Kim",
        "kim@example.org",
        "Change my password",
        "Add a passkey",
        "Set up an app",
        "signed in",
    ):
        assert words in page
    assert "recovery codes" not in page

    sets_up_app(client)
    assert "recovery codes" in text_of(client.get("/account/"))


def test_strangers_are_asked_who_they_are_before_any_page_of_an_account(client):
    for name in ("account", "account_name", "account_change_password", "usersessions_list", "mfa_index"):
        assert client.get(reverse(name)).url.startswith("/account/login/")


def test_a_passkey_of_another_person_is_not_there():
    lee = somebody("lee@example.org")
    key = Authenticator.objects.create(
        user=lee, type="webauthn", data={"name": "lee's phone", "credential": {}}
    )
    client = signed_in(somebody())
    proves_it_again(client)

    for what in ("name", "remove"):
        assert client.get(f"/account/passkeys/{key.pk}/{what}/").status_code == 404
        assert client.post(f"/account/passkeys/{key.pk}/{what}/").status_code == 404
    assert Authenticator.objects.filter(user=lee).exists()
