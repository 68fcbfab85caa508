"""Signing up, in and out: by e-mail address and password, adults only, and without telling who else is here."""

import pytest
from django.urls import NoReverseMatch, reverse

from couples import keys
from couples.models import User

pytestmark = pytest.mark.django_db
FORM = {"name": "Kim", "email": "Kim@Example.org", "password1": "a quiet lake 7", "adult": "on"}


def text_of(response):
    return response.content.decode()


def test_signing_up_makes_a_person_with_a_name_and_a_key_and_signs_them_in(client):
    assert client.post("/account/signup/", FORM).url == "/"

    kim = User.objects.get(email="kim@example.org")
    assert (kim.name, bool(kim.is_adult_confirmed_at)) == ("Kim", True)
    assert keys.data_key(kim.pk)
    assert client.session["_auth_user_id"] == str(kim.pk)


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


def test_a_second_account_with_one_address_is_refused_with_a_way_on(client, alex):
    page = text_of(client.post("/account/signup/", FORM | {"email": "ALEX@example.org"}))

    assert "Perhaps you can sign in with it" in page
    assert User.objects.count() == 1


def test_signing_in_tells_nobody_whether_an_address_is_known(client):
    client.post("/account/signup/", FORM)
    client.post("/account/logout/")
    known, unknown = (
        client.post("/account/login/", {"login": address, "password": "not the password"})
        for address in ("kim@example.org", "who@example.org")
    )

    assert without_what_was_typed(known, "kim@") == without_what_was_typed(unknown, "who@")


def test_signing_in_and_out(client):
    client.post("/account/signup/", FORM)
    assert client.post("/account/logout/").url == "/"
    assert "_auth_user_id" not in client.session

    client.post("/account/login/", {"login": "KIM@example.org", "password": FORM["password1"]})

    assert "_auth_user_id" in client.session


def test_looking_at_the_sign_out_page_signs_nobody_out(client, alex):
    client.force_login(alex)

    assert "Sign out" in text_of(client.get("/account/logout/"))
    assert "_auth_user_id" in client.session


def test_signing_in_leads_to_no_other_site(client):
    client.post("/account/signup/", FORM)
    client.post("/account/logout/")
    filled_in = {"login": "kim@example.org", "password": FORM["password1"], "next": "https://evil.example/"}

    assert client.post("/account/login/", filled_in).url == "/"


@pytest.mark.parametrize("name", ["account_reset_password", "account_email", "account_change_password"])
def test_no_account_page_is_offered_that_is_not_in_our_look_yet(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def without_what_was_typed(response, typed):
    lines = text_of(response).replace(typed, "").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]
