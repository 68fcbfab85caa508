"""Signing up, in and out: by e-mail address and password, adults only."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from couples.accounts.models import User
from couples.keys import data_keys
from couples.keys.models import PersonKey
from tests.couples.accounts.signing_in import (
    FORM,
    PASSWORD,
    is_in,
    last_code,
    sets_up_app,
    sign_in,
    sign_up,
    somebody,
    stored_before_it_was_verified,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_signing_up_asks_for_the_code_from_the_mail_and_then_makes_a_person_with_a_name_and_a_key(client):
    assert client.post("/account/signup/", FORM).url == "/account/confirm/"
    assert not User.objects.exists()
    assert not PersonKey.objects.exists()
    assert client.post("/account/confirm/", {"code": last_code()}).url == "/"

    kim = User.objects.get(email="kim@example.org")
    assert (kim.name, bool(kim.is_adult_confirmed_at)) == ("Kim", True)
    assert data_keys.data_key(kim.pk)
    assert (kim.check_password(PASSWORD), EmailAddress.objects.get(user=kim).verified) == (True, True)
    assert [one.to for one in mail.outbox] == [[kim.email]]
    assert client.session["_auth_user_id"] == str(kim.pk)


def test_three_wrong_codes_are_the_end_of_that_code(client):
    client.post("/account/signup/", FORM)
    right = last_code()
    for _try in range(3):
        client.post("/account/confirm/", {"code": "0000-0000"})

    client.post("/account/confirm/", {"code": right})

    assert not is_in(client)


def test_a_code_works_only_in_the_browser_that_asked_for_it(client, client_of_another):
    client.post("/account/signup/", FORM)

    client_of_another.post("/account/confirm/", {"code": last_code()})

    assert not is_in(client_of_another)


def test_a_new_code_can_be_sent_and_the_old_one_stops_working(client):
    client.post("/account/signup/", FORM)
    old = last_code()
    client.post("/account/confirm/", {"action": "resend"})

    client.post("/account/confirm/", {"code": old})
    assert not is_in(client)
    client.post("/account/confirm/", {"code": last_code()})
    assert is_in(client)


def test_an_address_is_nobodys_until_its_code_was_typed_however_often_somebody_begins_with_it(client):
    """Once a quarter of an hour kept its owner from making an account."""
    theirs = [Client() for _time in range(3)]
    for other in theirs:
        other.post("/account/signup/", FORM | {"name": "Somebody else", "password1": "not her password 1"})
        assert sign_in(Client(), password="not her password 1").status_code == 200
    sign_up(client)
    assert is_in(client)
    for other in theirs:
        other.post("/account/confirm/", {"code": last_code()})
        assert not is_in(other)
    assert (User.objects.get().name, PersonKey.objects.count()) == ("Kim", 1)


def test_an_address_that_has_an_account_when_the_code_comes_makes_no_other(client, client_of_another):
    codes = []
    for one in (client, client_of_another):
        one.post("/account/signup/", FORM)
        codes.append(last_code())
    client.post("/account/confirm/", {"code": codes[0]})
    refused = client_of_another.post("/account/confirm/", {"code": codes[1]})

    assert (refused.status_code, "There is an account with this address" in text_of(refused)) == (200, True)
    assert User.objects.count() == 1
    assert not is_in(client_of_another)


def test_of_two_who_type_their_codes_in_one_moment_one_makes_the_account(
    client, client_of_another, monkeypatch
):
    client_of_another.post("/account/signup/", FORM)
    code = last_code()
    sign_up(client)
    monkeypatch.setattr("allauth.account.forms.email_already_exists", lambda **_given: False)
    refused = client_of_another.post("/account/confirm/", {"code": code})

    assert "There is an account with this address" in text_of(refused)
    assert (User.objects.count(), PersonKey.objects.count()) == (1, 1)


def test_who_began_before_this_and_never_proved_the_address_is_asked_to(client):
    stored_before_it_was_verified()

    assert sign_in(client, password="not her password 1").url == "/account/confirm/"
    client.post("/account/confirm/", {"code": last_code()})
    assert is_in(client)


@pytest.mark.parametrize("missing", ["name", "email", "password1", "adult"])
def test_every_question_of_the_sign_up_needs_an_answer(client, missing):
    answer = client.post("/account/signup/", {name: FORM[name] for name in FORM if name != missing})

    assert answer.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [{"password1": "short"}, {"email": "no address"}, {"name": " "}, {"name": "x" * 61}, {"name": "a\x00b"}],
)
def test_what_cannot_be_right_is_said_at_the_field(client, changed):
    page = text_of(client.post("/account/signup/", FORM | changed))

    assert f'id="id_{next(iter(changed))}_error"' in page
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["/account/signup/", "/account/login/code/", "/account/password/reset/"])
def test_an_address_that_is_none_is_called_an_e_mail_address_as_everywhere_else(client, path):
    page = text_of(client.post(path, {"email": "kim"}))

    assert "Please enter a whole e-mail address" in page


def test_signing_in_and_out(client):
    sign_up(client)
    assert client.post("/account/logout/").url == "/"
    assert not is_in(client)

    sign_in(client, "KIM@example.org")

    assert is_in(client)


def test_a_sign_in_ends_with_the_browser_unless_staying_is_ticked(client, client_of_another):
    somebody()
    sign_in(client)
    client_of_another.post(
        "/account/login/", {"login": FORM["email"], "password": FORM["password1"], "remember": "on"}
    )

    assert client.cookies["session"]["max-age"] == ""
    assert client_of_another.cookies["session"]["max-age"] == pytest.approx(30 * 24 * 3600, abs=60)


def test_signing_up_leads_back_to_where_one_came_from(client):
    assert sign_up(client, next="/example/").url == "/example/"


def test_the_name_can_be_changed_and_has_to_be_readable(client):
    kim = somebody()
    sign_in(client)
    assert client.post("/account/name/", {"name": "\u202eKim"}).status_code == 422

    client.post("/account/name/", {"name": " Kim  Lee "})

    kim.refresh_from_db()
    assert kim.name == "Kim Lee"
    assert "Kim Lee" in text_of(client.get("/account/"))


def test_a_changed_address_counts_once_proved_and_the_old_one_is_told(client):
    """At once where a factor was used lately; test_delays.py has the others."""
    kim = somebody()
    sign_in(client)
    sets_up_app(client)
    client.get("/account/email/")
    reauthenticated_long_ago(client)
    assert client.get("/account/email/").url.startswith("/account/again/")
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    client.post("/account/again/code/", {"code": codes[0]})
    client.post("/account/email/", {"action_add": "1", "email": "new@example.org"})
    kim.refresh_from_db()
    assert kim.email == "kim@example.org"

    client.post("/account/confirm/", {"code": last_code()})

    kim.refresh_from_db()
    assert kim.email == "new@example.org"
    assert mail.outbox[-1].to == ["kim@example.org"]
    assert "new@example.org" not in mail.outbox[-1].body


def reauthenticated_long_ago(client):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 600
    session.save()


def test_looking_at_the_sign_out_page_signs_nobody_out(client, alex):
    client.force_login(alex)

    assert "Sign out" in text_of(client.get("/account/logout/"))
    assert "_auth_user_id" in client.session


def test_signing_in_leads_to_no_other_site(client):
    somebody()
    filled_in = {"login": "kim@example.org", "password": FORM["password1"], "next": "https://evil.example/"}

    assert client.post("/account/login/", filled_in).url == "/"
