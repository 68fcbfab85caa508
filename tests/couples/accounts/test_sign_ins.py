"""The list of sign-ins, and ending them: on pages and for open sockets."""

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core import mail
from django.test import Client
from django.utils import timezone

from couples.accounts import sessions, sign_ins
from couples.accounts.models import SignIn, User
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    is_in,
    leads_to,
    proves_it_again,
    sign_in,
    signed_in,
    somebody,
    text_of,
)
from tests.couples.accounts.telling import told
from tests.stored_sign_ins import key_of

__all__ = ["told"]
pytestmark = pytest.mark.django_db
NEW = "another lake 88"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"
COMPUTER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0"


def test_the_list_shows_the_kind_of_device_and_the_day_and_nothing_finer():
    kim = somebody()
    signed_in(kim, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.9")
    client = signed_in(kim, HTTP_USER_AGENT=COMPUTER)
    proves_it_again(client)
    page = text_of(client.get("/account/sign-ins/"))

    assert "A phone" in page
    assert "A computer" in page
    assert "this one" in page
    assert "203.0.113.9" not in page
    assert "iPhone" not in page
    assert {one.device for one in sign_ins.living(kim)} == {"phone", "computer"}


def test_after_a_change_of_password_the_list_is_as_coarse_as_before():
    client = signed_in(somebody(), HTTP_USER_AGENT=PHONE)
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW})

    assert [one.device for one in sign_ins.living(User.objects.get())] == ["phone"]


def test_signing_out_everywhere_else_ends_the_other_sign_ins_and_tells_the_sockets(told):
    kim = somebody()
    here, there, stranger = signed_in(kim), signed_in(kim), signed_in(somebody("lee@example.org"))

    proves_it_again(here)
    here.post("/account/sign-ins/")

    assert is_in(here)
    assert is_in(stranger)
    assert not is_in(there)
    assert told == [kim.pk]


@pytest.mark.parametrize("ask", ["get", "post"])
def test_the_list_is_shown_and_used_only_by_who_has_proved_it_again(ask):
    """Not by whoever holds the device of somebody who is signed in."""
    kim = somebody()
    here, there = signed_in(kim), signed_in(kim)
    answer = getattr(here, ask)("/account/sign-ins/")

    assert leads_to(answer).startswith("/account/again/")
    assert is_in(there)


def test_looking_at_the_list_ends_nothing():
    kim = somebody()
    here, there = signed_in(kim), signed_in(kim)
    proves_it_again(here)
    assert here.get("/account/sign-ins/").status_code == 200

    assert is_in(there)


def test_the_list_leaves_out_every_sign_in_that_no_longer_holds(drew):
    user = somebody()
    kept, gone, late, other, not_theirs = (signed_in(user) for _ in range(5))
    keys = [key_of(client) for client in (kept, gone, late, other, not_theirs)]
    SignIn.objects.filter(pk=keys[1]).delete()
    SignIn.objects.filter(pk=keys[2]).update(expire_date=timezone.now())
    for client, field, value in (
        (other, HASH_SESSION_KEY, "of an old password"),
        (not_theirs, SESSION_KEY, str(drew.pk)),
    ):
        session = client.session
        session[field] = value
        session.save()
    assert [one.stored_key for one in sign_ins.living(user)] == keys[:1]


def test_signing_out_tells_the_sockets_and_leaves_no_row(told):
    kim = somebody()
    client = signed_in(kim)
    client.post("/account/logout/")

    assert told == [kim.pk]
    assert not SignIn.objects.exists()


def test_ending_all_sign_ins_of_a_person_ends_them_all(told):
    kim = somebody()
    clients = [signed_in(kim), signed_in(kim)]

    sign_ins.end_all(kim)

    assert not any(is_in(client) for client in clients)
    assert kim.pk in told


def test_somebody_switched_off_is_out_at_once_and_learns_why_when_signing_in():
    kim = somebody()
    client = signed_in(kim)
    kim.is_active = False
    kim.save()

    assert not is_in(client)
    assert leads_to(sign_in(Client())) == "/account/inactive/"


def test_a_demo_sign_in_stands_in_the_list_too(client, casey, settings):
    settings.DEMO = True
    client.get("/demo/casey/", HTTP_HOST="casey.localhost:8000", HTTP_USER_AGENT=COMPUTER)

    assert [one.device for one in sign_ins.living(casey)] == ["computer"]


def test_no_address_of_a_visitor_and_no_message_is_left_in_a_session_or_a_cookie():
    client = signed_in(somebody(), REMOTE_ADDR="203.0.113.9")
    assert "messages" not in client.cookies

    stored = [str(sessions.opened(row)) for row in SignIn.objects.all()]
    assert stored
    assert not any("203.0.113.9" in each for each in stored)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (PHONE, "phone"),
        (COMPUTER, "computer"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari", "phone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X710) Safari", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0)", "tablet"),
        ("", "other"),
        ("curl/8", "other"),
    ],
)
def test_a_browser_is_taken_for_a_kind_of_device(said, kind):
    assert sign_ins.device(said) == kind


def test_mails_name_no_address_no_device_and_no_relationship():
    kim = somebody()
    signed_in(kim).post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW})
    sign_in(Client(), password=NEW)
    Client().post("/account/login/code/", {"email": ADDRESS})
    Client().post("/account/login/code/", {"email": "nobody@example.org"})

    assert len(mail.outbox) == 3
    for message in mail.outbox:
        whole = f"{message.subject} {message.body}".lower()
        assert not any(word in whole for word in ("partner", "couple", "kim", "127.0.0.1", "http", "counsel"))
        assert not message.alternatives
