"""A change of the ways in needs a fresh proof that it is you: a password or a code of the app, not of a mail."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    app_code,
    last_code,
    leads_to,
    proves_it_again,
    sets_up_app,
    signed_in,
    signed_in_kim,
    somebody,
)

pytestmark = pytest.mark.django_db
CHANGES = [
    "/account/app/add/",
    "/account/passkeys/add/",
    "/account/email/",
    "/account/recovery-codes/new/",
]


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_change_of_the_ways_in_needs_a_fresh_proof(path, method):
    client = signed_in(somebody())
    before = list(Authenticator.objects.order_by("pk").values_list())

    answer = getattr(client, method)(path)

    assert leads_to(answer).startswith("/account/again/")
    assert list(Authenticator.objects.order_by("pk").values_list()) == before


def test_a_fresh_proof_by_a_wrong_password_opens_nothing():
    client = signed_in(somebody())
    client.post("/account/again/", {"password": "wrong"})

    assert leads_to(client.get("/account/app/add/")).startswith("/account/again/")


def test_a_code_of_the_app_is_a_fresh_proof_too():
    secret = sets_up_app(signed_in(somebody()))
    client = signed_in_kim()
    client.post("/account/login/second/", {"code": app_code(secret)})
    assert leads_to(client.get("/account/passkeys/add/")).startswith("/account/again/")
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]

    client.post("/account/again/code/", {"code": recovery})

    assert client.get("/account/passkeys/add/").status_code == 200


def test_a_mailed_code_is_no_fresh_proof():
    somebody()
    client = Client()
    client.post("/account/login/code/", {"email": ADDRESS})
    client.post("/account/login/code/confirm/", {"code": last_code()})

    assert leads_to(client.get("/account/email/")).startswith("/account/again/")
    assert leads_to(client.get("/account/app/add/")).startswith("/account/lock/")


def test_proving_again_leads_back_to_what_was_asked():
    client = signed_in(somebody())
    asked = client.get("/account/app/add/")

    assert (
        leads_to(client.post(leads_to(asked), {"password": PASSWORD, "next": "/account/app/add/"}))
        == "/account/app/add/"
    )
    proves_it_again(client)
