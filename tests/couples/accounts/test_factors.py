"""The second step: set up, asked for after a password or a code, and its secrets sealed."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from couples.accounts import factors
from couples.accounts.adapter import Factors
from tests.couples.accounts.signing_in import (
    ADDRESS,
    app_code,
    is_in,
    last_code,
    leads_to,
    sets_up_app,
    sign_in,
    signed_in,
    signed_in_kim,
    somebody,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_an_app_is_set_up_and_then_asked_for_after_the_password():
    kim = somebody()
    secret = sets_up_app(signed_in(kim))
    assert factors.has_second_factor(kim)

    client = Client()
    assert leads_to(sign_in(client)) == "/account/login/second/"
    assert not is_in(client)
    assert client.post("/account/login/second/", {"code": "000000"}).status_code == 200
    client.post("/account/login/second/", {"code": app_code(secret)})
    assert is_in(client)


def test_a_code_of_the_app_works_once():
    somebody()
    secret = sets_up_app(signed_in_kim())
    code = app_code(secret)
    for expected in (True, False):
        client = signed_in_kim()
        client.post("/account/login/second/", {"code": code})
        assert is_in(client) is expected


def test_a_mailed_code_does_not_replace_the_second_step():
    sets_up_app(signed_in(somebody()))
    client = Client()
    client.post("/account/login/code/", {"email": ADDRESS})

    assert (
        leads_to(client.post("/account/login/code/confirm/", {"code": last_code()}))
        == "/account/login/second/"
    )
    assert not is_in(client)


def test_what_the_session_says_about_how_somebody_signed_in_is_true():
    somebody()
    client = Client()
    client.post("/account/login/code/", {"email": ADDRESS})
    client.post("/account/login/code/confirm/", {"code": last_code()})
    assert methods(client) == ["code"]

    assert methods(signed_in_kim()) == ["password"]


def methods(client):
    return [record["method"] for record in client.session["account_authentication_methods"]]


def test_recovery_codes_come_with_the_first_factor_and_each_works_once():
    client = signed_in(somebody())
    sets_up_app(client)
    page = client.get("/account/recovery-codes/")
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    assert f"{codes[0][:4]}-{codes[0][4:]}" in text_of(page)

    for used, expected in [(codes[0], True), (codes[0], False), (codes[1], True)]:
        other = signed_in_kim()
        other.post("/account/login/second/", {"code": used})
        assert is_in(other) is expected


def test_recovery_codes_can_be_saved_and_made_anew():
    client = signed_in(somebody())
    sets_up_app(client)
    old = client.get("/account/recovery-codes/file/").content
    client.post("/account/recovery-codes/new/")

    assert client.get("/account/recovery-codes/file/").content != old


def test_adding_a_factor_is_told_by_mail_without_saying_from_where(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sets_up_app(signed_in(somebody()))

    assert mail.outbox[-1].subject == "About your account"
    assert "127.0.0.1" not in mail.outbox[-1].body


def test_secrets_of_factors_are_sealed_in_the_database_and_open_after_a_rotation_of_keys(settings):
    secret = sets_up_app(signed_in(somebody()))
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored

    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]
    assert Factors().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret
