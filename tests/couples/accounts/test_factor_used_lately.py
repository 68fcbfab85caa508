"""At once goes only what a factor confirms that was used in the last minutes: not one used when the sign-in began.

Otherwise who has the password and the device of somebody who is signed in takes the account over in a minute.
"""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from couples.accounts.models import DelayedChange
from couples.mail_queue import sender
from tests.couples.accounts.passkeys import Passkey
from tests.couples.accounts.signing_in import (
    ADDRESS,
    FORM,
    PASSWORD,
    is_in,
    leads_to,
    proves_it_again,
    sets_up_app,
    sign_in,
    sign_up,
    signed_in,
    somebody,
    text_of,
)
from tests.couples.accounts.telling import told
from tests.couples.accounts.waiting import changes_address, sets_up_passkey, state, time_goes

__all__ = ["told"]
pytestmark = pytest.mark.django_db
FIVE_MINUTES = 300


class Phone(Client):
    """Of somebody who signed in with a factor a while ago. `codes`: their recovery codes."""

    codes: list[str]


def minutes_go(client: Client, seconds: float = FIVE_MINUTES + 1) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    if allowed := session.get("first factor at once"):
        allowed["since"] -= seconds
    session.save()


@pytest.fixture
def kim():
    cache.clear()
    return somebody()


@pytest.fixture
def phone(kim) -> Phone:
    client = Phone()
    sign_in(client)
    sets_up_app(client)
    Passkey().is_set_up(client)
    client.codes = client.get("/account/recovery-codes/").context["unused_codes"]
    minutes_go(client)
    mail.outbox.clear()
    return client


def makes_new_codes(client: Client) -> None:
    proves_it_again(client)
    client.post("/account/recovery-codes/new/")


def removes_app(client: Client) -> None:
    proves_it_again(client)
    client.post("/account/app/remove/")


def removes_passkey(client: Client) -> None:
    proves_it_again(client)
    client.post(page_of(removes_passkey))


def page_of(change) -> str:
    key = Authenticator.objects.filter(type="webauthn").values_list("pk", flat=True).first()
    return {
        changes_address: "/account/email/",
        sets_up_passkey: "/account/passkeys/add/",
        makes_new_codes: "/account/recovery-codes/new/",
        removes_app: "/account/app/remove/",
        removes_passkey: f"/account/passkeys/{key}/remove/",
    }[change]


CHANGES = [changes_address, sets_up_passkey, makes_new_codes, removes_app, removes_passkey]


def rows_of(kim):
    return state(kim), set(Authenticator.objects.values_list("pk", flat=True))


@pytest.mark.by_turns
@pytest.mark.parametrize("change", CHANGES)
def test_with_the_password_alone_it_waits_though_a_factor_was_used_when_the_sign_in_began(kim, phone, change):
    before = rows_of(kim)
    proves_it_again(phone)
    page = text_of(phone.get(page_of(change)))
    assert "will count after three days" in page
    assert "/account/again/code/?next=" in page
    change(phone)
    assert rows_of(kim) == before
    assert DelayedChange.objects.count() == 1
    assert [one.subject for one in mail.outbox if one.to == [ADDRESS]] == ["About your account"]


@pytest.mark.by_turns
@pytest.mark.parametrize("change", CHANGES)
def test_with_a_factor_used_in_the_last_minutes_it_counts_at_once(kim, phone, change):
    before = rows_of(kim)
    phone.post("/account/again/code/", {"code": phone.codes[0]})
    assert "will count after" not in text_of(phone.get(page_of(change)))
    change(phone)
    assert rows_of(kim) != before
    assert not DelayedChange.objects.exists()


def test_a_removal_counts_after_72_hours_and_with_the_last_factor_its_codes_go(
    kim, phone, told, django_capture_on_commit_callbacks
):
    removes_app(phone)
    time_goes(71)
    assert Authenticator.objects.count() == 3
    removes_passkey(phone)
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        time_goes(1)
    assert state(kim)[2] == ["recovery_codes", "webauthn"]
    assert told == [kim.pk]
    time_goes(71)
    assert not Authenticator.objects.exists()


def test_a_removal_that_was_cancelled_removes_nothing(kim, phone):
    removes_app(phone)
    page = text_of(phone.get("/account/"))
    assert "It will be removed on" in page
    assert "Removing a passkey or an authenticator app" in page
    one = DelayedChange.objects.get()
    assert leads_to(phone.post(f"/account/changes/{one.pk}/cancel/")) == "/account/"
    time_goes(100)
    assert Authenticator.objects.count() == 3


@pytest.mark.parametrize("removes", [removes_app, removes_passkey])
def test_a_removal_that_is_asked_for_twice_waits_once_and_both_answers_say_until_when(kim, phone, removes):
    removes(phone)
    first = text_of(phone.get("/account/")).split("It will be removed on ")[1][:20]
    removes(phone)
    assert first in text_of(phone.get("/account/"))
    assert DelayedChange.objects.count() == 1
    removes_app(phone)
    removes_passkey(phone)
    assert DelayedChange.objects.count() == 2


def test_a_removal_is_of_that_factor_and_of_no_later_one(kim, phone):
    removes_app(phone)
    Authenticator.objects.filter(type="totp").delete()
    Authenticator.objects.create(user=kim, type="totp", data={})
    time_goes(73)
    assert Authenticator.objects.filter(type="totp").exists()


@pytest.mark.parametrize("page", ["/account/recovery-codes/", "/account/recovery-codes/file/"])
def test_recovery_codes_are_shown_to_nobody_who_has_the_password_alone(phone, page):
    proves_it_again(phone)
    phone.post("/account/lock/", {"secret": PASSWORD})
    asked = phone.get(page)
    assert leads_to(asked) == f"/account/again/code/?next={page.replace('/', '%2F')}"
    assert "recovery codes" in text_of(phone.get(leads_to(asked)))
    assert leads_to(phone.post("/account/again/code/", {"code": phone.codes[0], "next": page})) == page
    assert phone.codes[1] in text_of(phone.get(page)).replace("-", "")


def test_a_mail_tells_that_a_recovery_code_was_used_and_nothing_of_where(phone):
    his = Client(REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Mozilla/5.0 (iPhone)")
    sent = {"login": ADDRESS, "password": PASSWORD, "code": phone.codes[0]}
    his.post("/account/login/recovery/", sent)
    assert is_in(his)
    (one,) = mail.outbox
    assert (one.to, one.subject) == ([ADDRESS], "About your account")
    assert "One of the recovery codes of your account was used." in one.body
    assert not [word for word in ("198.51", "phone", phone.codes[0]) if word in one.body]


def test_who_signs_in_by_a_code_gets_in_while_no_mail_can_be_sent(phone, settings):
    settings.EMAIL_BACKEND = "couples.mail_queue.backend.Queue"
    settings.MAIL_DELIVERY_BACKEND = "tests.couples.mail_queue.mail_servers.Away"
    his = Client()
    his.post("/account/login/recovery/", {"login": ADDRESS, "password": PASSWORD, "code": phone.codes[0]})
    assert is_in(his)
    assert sender.send_due() == 0


@pytest.mark.parametrize(("seconds", "waiting"), [(3500, 0), (3700, 1), (25 * 86400, 1)])
def test_the_first_factor_counts_at_once_for_an_hour_and_not_as_long_as_that_sign_in_lasts(seconds, waiting):
    cache.clear()
    client = Client()
    sign_up(client)
    minutes_go(client, seconds)
    client.post("/account/again/", {"password": FORM["password1"]})
    client.post("/account/lock/", {"secret": FORM["password1"]})
    sets_up_app(client)
    assert DelayedChange.objects.count() == waiting


def test_what_was_set_up_a_moment_ago_counts_as_used(kim):
    client = signed_in(kim)
    sets_up_app(client)
    Passkey().is_set_up(client)
    assert not DelayedChange.objects.exists()
