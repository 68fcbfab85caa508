"""Nobody outside learns who has an account: known and unknown addresses get the same answers and one mail each."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from couples.accounts import unverified
from couples.accounts.models import User
from couples.keys.models import PersonKey
from tests.couples.accounts.signing_in import (
    FORM,
    PASSWORD,
    is_in,
    last_code,
    leads_to,
    sign_in,
    sign_up,
    somebody,
    stored_before_it_was_verified,
    text_of,
)
from tests.couples.accounts.waiting import time_goes

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.org", "other@example.org"  # equally long

ENTRANCES = {
    "sign up": ("/account/signup/", lambda email: FORM | {"email": email}),
    "sign in": ("/account/login/", lambda email: {"login": email, "password": "not the password"}),
    "code": ("/account/login/code/", lambda email: {"email": email}),
    "reset": ("/account/password/reset/", lambda email: {"email": email}),
}


@pytest.fixture(params=ENTRANCES)
def walks(request):
    """The answers to a known and to an unknown address: the form, where it leads, and three wrong codes there."""
    somebody(KNOWN)
    path, filled_in = ENTRANCES[request.param]
    return walk(path, filled_in(KNOWN)), walk(path, filled_in(UNKNOWN))


def walk(path, filled_in):
    client = Client(REMOTE_ADDR="192.0.2.1")
    answers = [client.get(path), client.post(path, filled_in)]
    before = len(mail.outbox)
    if answers[-1].status_code == 302:
        next_page = leads_to(answers[-1])
        answers.append(client.get(next_page))
        answers.append(client.get("/account/login/"))
        answers += [client.post(next_page, {"code": "0000-0000"}) for _ in range(3)]
        answers.append(client.get("/account/login/"))
    assert before == len(mail.outbox)
    return answers


def seen(answer, email):
    headers = {name: value for name, value in answer.headers.items() if name not in ("Set-Cookie", "Expires")}
    cookies = {name: len(morsel.value) for name, morsel in answer.cookies.items()}
    page = re.sub(r'name="(?:csrfmiddlewaretoken|one_try)" value="[^"]+"', "", text_of(answer)).replace(
        email, ""
    )
    page = re.sub(r'"challenge": "[^"]+"', "", page)
    return answer.status_code, headers, cookies, len(page), page


def test_the_answers_are_the_same_in_status_headers_cookies_length_and_words(walks):
    known, unknown = walks

    assert [seen(answer, KNOWN) for answer in known] == [seen(answer, UNKNOWN) for answer in unknown]


@pytest.mark.parametrize("entrance", ["sign up", "code", "reset"])
def test_each_address_gets_one_mail_with_the_same_neutral_subject(entrance):
    somebody(KNOWN)
    path, filled_in = ENTRANCES[entrance]
    for email in (KNOWN, UNKNOWN):
        Client().post(path, filled_in(email))

    assert [message.to for message in mail.outbox] == [[KNOWN], [UNKNOWN]]
    assert {message.subject for message in mail.outbox} == {"Your code"}


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_a_password_is_hashed_as_often_for_a_known_as_for_an_unknown_address(entrance):
    somebody(KNOWN)
    path, filled_in = ENTRANCES[entrance]
    assert hashes(path, filled_in(KNOWN)) == hashes(path, filled_in(UNKNOWN))


def hashes(path, filled_in):
    """How many passwords were hashed: nearly all the time that an answer takes."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    with patch.object(
        MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
    ) as encode:
        Client().post(path, filled_in)
    return encode.call_count


def test_signing_up_with_the_address_of_an_account_makes_nothing_and_changes_nothing(client):
    somebody(KNOWN)
    before = list(User.objects.order_by("pk").values_list())

    client.post("/account/signup/", FORM | {"email": KNOWN.upper()})

    assert list(User.objects.order_by("pk").values_list()) == before
    assert "There already is one" in mail.outbox[-1].body
    assert "code" not in client.session["account_email_verification_code"]["email"]


def test_a_code_that_belongs_to_nobody_opens_nothing_even_when_guessed(client):
    somebody(KNOWN)
    client.post("/account/signup/", FORM | {"email": KNOWN})
    guessed = client.session["account_email_verification_code"]["code"]

    assert client.post("/account/confirm/", {"code": guessed}).status_code == 200
    assert not is_in(client)


def test_changing_to_an_address_that_somebody_has_tells_nothing_before_its_code_is_known(client):
    somebody(KNOWN)
    somebody()
    sign_in(client)
    client.get("/account/email/")
    client.post("/account/again/", {"password": PASSWORD})

    answers = [
        client.post("/account/email/", {"action_add": "1", "email": email}) for email in (KNOWN, UNKNOWN)
    ]

    assert [leads_to(answer) for answer in answers] == ["/account/confirm/"] * 2


def test_an_account_begun_with_the_address_of_another_gives_way_to_its_owner(client):
    begun = stored_before_it_was_verified()

    sign_up(client)

    kim = User.objects.get()
    assert (kim.name, kim.pk == begun.pk) == ("Kim", False)
    assert not PersonKey.objects.filter(person=begun.pk).exists()
    assert not is_in(other := Client())
    assert sign_in(other, password="not her password 1").status_code == 200


def test_an_account_stays_until_somebody_else_has_typed_the_code_from_the_mail(client):
    begun = stored_before_it_was_verified()

    client.post("/account/signup/", FORM)
    for _time in range(2):
        client.post("/account/confirm/", {"code": "0000-0000"})

    assert User.objects.get() == begun


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_no_code_signs_anybody_in_to_an_account_that_was_never_proved(client, path):
    stored_before_it_was_verified()

    client.post(path, {"email": FORM["email"]})

    assert "There is no account" in mail.outbox[-1].body


def test_an_account_of_the_operators_making_never_gives_way(casey, drew):
    for user in (casey, drew):
        EmailAddress.objects.create(user=user, email=user.email, primary=False)
        User.objects.filter(pk=user.pk).update(created_at=timezone.now() - timedelta(days=9))
        unverified.give_way(user.email)

    assert User.objects.count() == 2


def test_verifying_a_new_address_deletes_an_unverified_account_with_it(client):
    stored_before_it_was_verified()
    kim = somebody("own@example.org")
    sign_in(client, kim.email)
    client.get("/account/email/")
    client.post("/account/again/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "1", "email": FORM["email"]})
    client.post("/account/confirm/", {"code": last_code()})
    time_goes(72)

    kim.refresh_from_db()
    assert kim.email == "kim@example.org"
