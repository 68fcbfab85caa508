"""Signing in with password and recovery code on one page: at once, whatever was guessed elsewhere."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client

from couples.accounts import factors
from couples.facts import holding
from couples.ratelimits import tries
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    is_in,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
    text_of,
)
from tests.couples.test_copied_mark import copy_of

pytestmark = pytest.mark.django_db
PAGE, HOME, ELSEWHERE = "/account/login/recovery/", "203.0.113.9", "198.51.100.7"
NOT_RIGHT = "That e-mail address, password or code isn’t right."


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def hers():
    """Her browser, after Exit. Somebody with an app has recovery codes."""
    client = signed_in(somebody(), REMOTE_ADDR=HOME)
    sets_up_app(client)
    client.get("/exit/")
    return client


def unused() -> list[str]:
    return [str(one) for one in Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()]


def comes_in(client, code, email=ADDRESS, password=PASSWORD, **more):
    return client.post(PAGE, {"login": email, "password": password, "code": code}, **more)


def test_it_is_a_sign_in_with_a_second_factor_and_uses_the_code_up(hers):
    code, *rest = unused()
    assert comes_in(hers, code).status_code == 302
    assert is_in(hers)
    codes = Authenticator.objects.get(type="recovery_codes")
    assert [one.id for one in factors.used_in(hers.session, codes.user)] == [codes.pk]
    assert unused() == rest

    other = Client()
    assert NOT_RIGHT in text_of(comes_in(other, code))
    assert not is_in(other)
    assert comes_in(other, f"{rest[0][:4]}-{rest[0][4:]}", email="KIM@example.org").status_code == 302


def test_it_works_at_once_while_the_password_has_to_wait_and_the_page_says_so(hers):
    """F2: there was no way to a recovery code behind the wait of the password."""
    for where in (HOME, ELSEWHERE):
        for _time in range(20):
            sign_in(copy_of(hers), password="wrong", REMOTE_ADDR=where)
    refused = text_of(sign_in(hers))
    assert "Please wait one minute" in refused
    assert "your password together with a recovery code" in refused
    assert f'href="{PAGE}' in refused

    assert comes_in(hers, unused()[0]).status_code == 302
    assert is_in(hers)


def test_wrong_tries_there_keep_neither_a_known_device_nor_the_password_out(hers):
    for _time in range(40):
        comes_in(Client(REMOTE_ADDR=HOME), "0000-0000", password="wrong")
    assert "Please wait" in text_of(comes_in(Client(REMOTE_ADDR=HOME), unused()[0]))

    assert comes_in(hers, unused()[0]).status_code == 302
    hers.get("/exit/")
    sign_in(hers)
    hers.post("/account/login/second/", {"code": unused()[0]})
    assert is_in(hers)


def test_wrong_codes_end_there_too_and_everywhere_together(hers, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"recovery_sign_ins": "30/h/key"}
    for _time in range(tries.RECOVERY_SIGN_INS.free):
        assert NOT_RIGHT in text_of(comes_in(hers, "0000-0000"))
    assert "Please wait one minute" in text_of(comes_in(hers, unused()[0]))
    for number in range(30):
        comes_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), "0000-0000")

    assert "Please wait" in text_of(comes_in(Client(REMOTE_ADDR="192.0.2.99"), unused()[0]))


def test_it_is_no_way_to_guess_passwords(hers, monkeypatch):
    """A password is hashed only after a right code, and a wrong one leaves that unused."""
    looked_at = []
    honest = hashers.verify_password

    def noted(password, *more, **how):
        looked_at.append(password)
        return honest(password, *more, **how)

    monkeypatch.setattr("couples.accounts.models.verify_password", noted)
    answers = [
        comes_in(Client(), "0000-0000"),
        comes_in(Client(), unused()[0], email="nobody@example.org"),
        comes_in(Client(), unused()[0], password="wrong"),
        comes_in(Client(), ""),
    ]
    assert looked_at == ["wrong"]
    assert len(unused()) == 10
    assert not any(NOT_RIGHT in text_of(one) for one in answers[3:])
    token, mailed = re.compile(r'value="[\w:-]{64,}"|value="[^"]*@[^"]*"|value="[\d-]*"'), answers[:3]
    assert len({token.sub("", text_of(one)) for one in mailed}) == 1


def test_an_address_without_codes_or_without_an_account_is_answered_alike():
    somebody()
    token = re.compile(r'value="[\w:-]{64,}"|value="[^"]*@[^"]*"')
    pages = {
        token.sub("", text_of(comes_in(Client(), "0000-0000", email)))
        for email in (ADDRESS, "nobody@example.org")
    }
    assert len(pages) == 1


def test_codes_of_somebody_whose_facts_do_not_hold_sign_nobody_in(hers, monkeypatch):
    monkeypatch.setattr(holding, "who_hold", lambda _people: set())

    assert NOT_RIGHT in text_of(comes_in(Client(), unused()[0]))
    assert len(unused()) == 10


def test_nobody_without_the_codes_of_this_account_comes_in(hers):
    lee = somebody("lee@example.org")
    theirs = RecoveryCodes.activate(lee).generate_codes()
    assert not is_in(hers)
    for code in (theirs[0], "12345678", ADDRESS, "1" * 40):
        assert comes_in(client := Client(), code).status_code == 200
        assert not is_in(client)


def test_whoever_is_signed_in_is_led_on(hers):
    comes_in(hers, unused()[0])
    proves_it_again(hers)

    assert hers.get(PAGE).status_code == 302
