"""A second factor counts where it was used: in this sign-in, not wherever the person's row has one."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from couples.accounts import factors
from tests.couples.accounts.signing_in import (
    app_code,
    is_in,
    leads_to,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
)

pytestmark = pytest.mark.django_db
AGAIN = "/account/again/"


@pytest.fixture
def counselor():
    return somebody("counselor@example.net", is_counselor=True)


def has_factor(user, type="totp"):
    return Authenticator.objects.create(user=user, type=type, data={})


def test_the_first_factor_ends_every_sign_in_that_never_used_it(counselor):
    mine, other = signed_in(counselor), signed_in(counselor)
    sets_up_app(mine)

    assert mine.get("/counsel/").status_code == 200
    assert leads_to(other.get("/counsel/")).startswith("/account/login/")


@pytest.mark.parametrize("role", ["is_counselor", "is_staff"])
def test_a_sign_in_that_ran_on_beside_it_is_asked_for_it_on_every_page(role):
    """As one that began with the password at the moment in which the factor was set up."""
    user = somebody("kim@example.net", **{role: True, "is_superuser": True})
    client = signed_in(user)
    has_factor(user)
    for path in ("/counsel/", "/", "/account/", "/account/second/", "/account/app/add/", "/admin/"):
        assert leads_to(client.get(path)).startswith(AGAIN), path
    assert leads_to(client.post("/account/passkeys/add/", {})) == f"{AGAIN}?"
    assert client.get("/help/").status_code == 200


def test_the_password_again_is_not_enough_there_and_a_code_of_the_app_is(counselor):
    mine = signed_in(counselor)
    secret = sets_up_app(mine)
    client = Client()
    sign_in(client, counselor.email)
    client.post("/account/login/second/", {"code": app_code(secret)})
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()

    assert leads_to(client.get("/counsel/")) == f"{AGAIN}?next=%2Fcounsel%2F"
    proves_it_again(client)
    assert leads_to(client.get("/counsel/")).startswith(AGAIN)
    page = client.get(f"{AGAIN}?next=/counsel/", follow=True)
    assert page.redirect_chain[-1][0] == "/account/again/code/?next=%2Fcounsel%2F"
    assert "password" not in str(page.context["reauthentication_alternatives"]).lower()
    codes = Authenticator.objects.get(user=counselor, type="recovery_codes").wrap().get_unused_codes()
    again = client.post(reverse("mfa_reauthenticate"), {"code": codes[0], "next": "/counsel/"})
    assert leads_to(again) == "/counsel/"
    assert client.get("/counsel/").status_code == 200


def test_what_was_used_counts_only_while_the_person_has_it(counselor):
    client = signed_in(counselor)
    sets_up_app(client)
    key = has_factor(counselor, "webauthn")
    assert client.get("/counsel/").status_code == 200

    client.post("/account/app/remove/")
    assert list(Authenticator.objects.filter(user=counselor, type__in=factors.FACTORS)) == [key]
    assert leads_to(client.get("/counsel/")).startswith(AGAIN)


def test_a_further_factor_counts_where_one_was_used_and_nowhere_else(counselor):
    client = signed_in(counselor)
    passkey = has_factor(counselor, "webauthn")
    request = client.get("/account/second/").wsgi_request
    factors.count_as_used(request, has_factor(counselor))
    assert factors.used_in(request.session, counselor) == ()

    passkey.delete()
    Authenticator.objects.filter(user=counselor).delete()
    for type in ("totp", "webauthn"):
        factors.count_as_used(request, has_factor(counselor, type))
    assert len(factors.used_in(request.session, counselor)) == 2


def test_what_was_set_up_opens_no_private_pages(counselor):
    from couples.lock import proofs

    client = signed_in(counselor)
    request = client.get("/account/second/").wsgi_request
    factors.count_as_used(request, has_factor(counselor, "webauthn"))
    assert proofs.signed_in_lately(request, counselor, since=0) is not proofs.Strength.STRONG


def test_a_partner_who_sets_one_up_ends_the_other_sign_ins_too():
    kim = somebody()
    mine, other = signed_in(kim), signed_in(kim)
    sets_up_app(mine)
    assert is_in(mine)
    assert not is_in(other)
