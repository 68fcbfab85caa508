"""Counselors and staff get no page without a second factor, and the admin has no other way in."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from couples.accounts import factors, users
from couples.counseling import consent, consent_rows, scopes
from couples.counseling.models import Counseling
from couples.pairing.models import Membership
from tests.couples.accounts.signing_in import (
    PASSWORD,
    is_in,
    leads_to,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def counselor():
    return somebody("counselor@example.net", is_counselor=True)


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
    "/privacy/",
}


WHY_FIRST = "before you set up a second factor"


def test_a_partner_is_not_told_why_the_lock_stands_before_a_factor():
    client = signed_in(somebody())
    client.post("/account/lock/now/")
    assert WHY_FIRST not in text_of(client.get("/account/lock/"))


def test_a_counselor_whose_password_was_set_by_mail_empties_the_own_pages_and_sets_up_a_factor(counselor):
    """Nothing opens the lock for her, and without a factor she gets nowhere else."""
    counselor.mail_reset_at = timezone.now()
    counselor.save()
    client = signed_in(counselor)
    assert leads_to(client.get("/account/app/add/")).startswith("/account/lock/")
    refused = client.post("/account/lock/", {"secret": PASSWORD})
    assert (refused.status_code, WHY_FIRST in text_of(refused)) == (422, True)

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
    allowed = Membership.objects.annotate(mac=consent_rows.given(counselor.pk, scopes.LIVE)).exclude(mac=None)
    assert not allowed.exists()

    Authenticator.objects.create(user=counselor, type="totp", data={})
    assert consent.counseling(counselor, couple) == link
    assert allowed.count() == 2


def test_the_admin_has_no_sign_in_page_of_its_own(client, casey):
    assert client.get("/admin/").status_code == 302
    assert leads_to(client.get("/admin/login/?next=/admin/")) == "/account/login/?next=%2Fadmin%2F"
    assert client.post("/admin/login/", {"username": casey.email, "password": PASSWORD}).status_code == 405
    drew = signed_in(somebody())
    assert drew.get("/admin/", follow=True).status_code == 404


def test_the_admin_shows_no_secrets_of_factors_and_no_sign_ins():
    from django.contrib import admin

    shown = {model.__name__ for model in admin.site._registry}
    assert not shown & {"Authenticator", "SignIn", "EmailAddress"}
    assert "User" in shown
