"""The second step: set up after proving it is you, asked for after a password or a code; a must for counselors."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from couples.accounts import factors, users
from couples.accounts.adapter import Factors
from couples.counseling import consent, scopes
from couples.counseling.models import Counseling
from couples.pairing.models import Membership
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    app_code,
    is_in,
    last_code,
    leads_to,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
    text_of,
)

pytestmark = pytest.mark.django_db
CHANGES = [
    "/account/app/add/",
    "/account/passkeys/add/",
    "/account/email/",
    "/account/recovery-codes/new/",
]


@pytest.fixture
def counselor():
    return somebody("counselor@example.net", is_counselor=True)


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


def signed_in_kim():
    client = Client()
    sign_in(client)
    return client


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
    assert codes[0] in text_of(page)

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


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_change_of_the_ways_in_needs_a_fresh_proof(path, method):
    client = signed_in(somebody())
    before = list(Authenticator.objects.values_list())

    answer = getattr(client, method)(path)

    assert leads_to(answer).startswith("/account/again/")
    assert list(Authenticator.objects.values_list()) == before


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


def every_page():
    """Each address of this house that takes no part, and some that do."""
    patterns = [str(pattern.pattern) for pattern in flat(get_resolver().url_patterns)]
    return sorted({f"/{pattern}" for pattern in patterns if "<" not in pattern and "^" not in pattern})


def flat(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            if str(pattern.pattern) != "admin/":
                yield from (Joined(str(pattern.pattern), each) for each in flat(pattern.url_patterns))
        else:
            yield pattern


class Joined:
    def __init__(self, prefix, inner):
        self.pattern, self.name = prefix + str(inner.pattern), inner.name


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_counselor_without_a_second_factor_gets_no_page_but_those_to_set_one_up(counselor, method):
    client = signed_in(counselor)
    reached = []
    for path in every_page():
        answer = getattr(client, method)(path)
        if not (answer.status_code == 302 and leads_to(answer) == "/account/second/"):
            reached.append(path)
            sign_in(client, counselor.email)

    assert len(every_page()) > 35
    assert set(reached) <= OPEN_TO_HER
    assert leads_to(client.get("/admin/")) == "/account/second/"


OPEN_TO_HER = {
    "/exit/",
    "/reading/",
    "/account/logout/",
    "/account/inactive/",
    "/account/again/",
    "/account/again/code/",
    "/account/again/passkey/",
    "/account/lock/",
    "/account/lock/empty/",
    "/account/confirm/",
    "/account/password/first/",
    "/account/second/",
    "/account/app/add/",
    "/account/passkeys/add/",
    "/help/",
    "/example/",
}


def test_a_counselor_whose_password_was_set_by_mail_empties_the_own_pages_and_sets_up_a_factor(counselor):
    """Nothing opens the lock for her, and without a factor she gets nowhere else."""
    counselor.mail_reset_at = timezone.now()
    counselor.save()
    client = signed_in(counselor)
    assert leads_to(client.get("/account/app/add/")).startswith("/account/lock/")
    assert client.post("/account/lock/", {"secret": PASSWORD}).status_code == 422

    client.post("/account/lock/empty/", {"sure": "yes"})
    client.post("/account/lock/", {"secret": PASSWORD})
    sets_up_app(client)

    assert factors.has_second_factor(counselor)
    assert client.get("/counsel/").status_code == 200


def test_once_set_up_the_house_is_open_to_a_counselor(counselor):
    client = signed_in(counselor)
    sets_up_app(client)

    assert is_in(client)
    assert client.get("/counsel/").status_code == 200


def test_staff_need_one_too_and_partners_do_not(settings):
    for more, expected in [({"is_staff": True}, True), ({}, False)]:
        user = users.create(f"{expected}@example.net", "N", **more)
        assert factors.needs_second_factor(user) is expected


def test_only_the_demo_lets_its_invented_counselor_in_without(casey, settings):
    client = Client()
    client.force_login(casey)
    settings.DEMO = True
    assert client.get("/counsel/").status_code == 200

    settings.DEMO = False
    assert leads_to(client.get("/counsel/")) == "/account/second/"


def test_a_counselor_without_a_second_factor_may_read_nothing(counselor, couple):
    now = timezone.now()
    link = Counseling.objects.create(couple=couple, counselor=counselor, expires_at=now, linked_at=now)
    for person in (couple.memberships.all()[0].user, couple.memberships.all()[1].user):
        consent.give(link, person, scopes.LIVE)
    assert consent.counseling(counselor, couple) is None
    assert not Membership.objects.filter(consent.given(counselor.pk, scopes.LIVE)).exists()

    Authenticator.objects.create(user=counselor, type="totp", data={})
    assert consent.counseling(counselor, couple) == link
    assert Membership.objects.filter(consent.given(counselor.pk, scopes.LIVE)).count() == 2


def test_the_admin_has_no_sign_in_page_of_its_own(client, casey):
    assert client.get("/admin/").status_code == 302
    assert leads_to(client.get("/admin/login/?next=/admin/")) == "/account/login/?next=%2Fadmin%2F"
    assert client.post("/admin/login/", {"username": casey.email, "password": PASSWORD}).status_code == 405
    drew = signed_in(somebody())
    assert drew.get("/admin/", follow=True).status_code == 404


def test_the_admin_shows_no_secrets_of_factors_and_no_sign_ins():
    from django.contrib import admin

    shown = {model.__name__ for model in admin.site._registry}
    assert not shown & {"Authenticator", "UserSession", "EmailAddress"}
    assert "User" in shown


def test_proving_again_leads_back_to_what_was_asked():
    client = signed_in(somebody())
    asked = client.get("/account/app/add/")

    assert (
        leads_to(client.post(leads_to(asked), {"password": PASSWORD, "next": "/account/app/add/"}))
        == "/account/app/add/"
    )
    proves_it_again(client)
