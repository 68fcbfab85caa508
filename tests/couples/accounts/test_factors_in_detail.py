"""Which factor counts, whose it is, when it was used, and which pages need none: each question by itself."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from couples.accounts import factors, users
from couples.accounts.demo_people import email_of
from couples.accounts.models import User
from tests.couples.accounts.passkeys import Passkey
from tests.couples.accounts.signing_in import (
    is_in,
    leads_to,
    proves_it_again,
    sets_up_app,
    signed_in,
    somebody,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim() -> User:
    return somebody()


@pytest.fixture
def lee() -> User:
    return somebody("lee@example.org")


def factor_of(user: User, type: str = "totp", **columns: object) -> Authenticator:
    found: Authenticator = Authenticator.objects.create(user=user, type=type, data={})
    Authenticator.objects.filter(pk=found.pk).update(**columns)
    found.refresh_from_db()
    return found


TYPED = {
    "12345678": True,
    "1234-5678": True,
    " 1234 5678 ": True,
    "123456": False,
    "123456789": False,
    "abcdefgh": False,
    "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668": False,
    "": False,
}


@pytest.mark.parametrize("typed", TYPED)
def test_eight_digits_may_be_a_recovery_code_and_six_are_one_of_an_app(typed):
    assert factors.may_be_recovery_code(typed) is TYPED[typed]


@pytest.mark.parametrize(("type", "is_one"), [("totp", True), ("webauthn", True), ("recovery_codes", False)])
def test_an_app_and_a_passkey_of_ones_own_are_a_second_factor_and_recovery_codes_are_none(
    kim, lee, type, is_one
):
    factor_of(kim, type)
    assert factors.has_second_factor(kim) is is_one
    assert not factors.has_second_factor(lee)
    assert [*factors.protected()] == ([kim] if is_one else [])


def test_a_visitor_must_have_none():
    assert not factors.must_have_one(AnonymousUser())
    assert not factors.needs_second_factor(AnonymousUser())


def test_the_invented_people_of_a_demo_count_as_protected_only_there(kim, settings):
    settings.DEMO = False
    alex = users.create(email_of("alex"), "Alex")
    assert alex not in factors.protected()
    settings.DEMO = True
    assert [*factors.protected(), *factors.with_one_of([])] == [alex, alex]


def test_the_factor_that_was_used_is_known_by_its_id_its_kind_its_time_and_its_person(kim, lee):
    used = factors.Used.of(factor := factor_of(kim))
    assert [*factors.with_one_of([used])] == [kim]
    other = factor_of(lee, created_at=factor.created_at)
    assert [*factors.with_one_of([used])] == [kim]
    for changed in ({"type": "webauthn"}, {"created_at": factor.created_at - timedelta(seconds=1)}):
        Authenticator.objects.filter(pk=factor.pk).update(**changed)
        assert not factors.with_one_of([used])
        Authenticator.objects.filter(pk=factor.pk).update(type="totp", created_at=factor.created_at)
    Authenticator.objects.filter(pk=factor.pk).delete()
    assert not factors.with_one_of([used])
    assert Authenticator.objects.filter(pk=other.pk).exists()


def session_of(user: User, *records: dict[str, object]) -> dict[str, object]:
    return {
        "account_authentication_methods": [{"at": time.time()} | record for record in records],
        "account_authentication_methods_user": str(user.pk),
    }


def record(factor: Authenticator, **more: object) -> dict[str, object]:
    used = factors.Used.of(factor)
    return {"method": "mfa", "id": used.id, "type": used.type, factors.MADE: used.made} | more


def test_used_is_what_was_proved_or_set_up_in_this_sign_in_since_a_moment(kim):
    factor = factor_of(kim)
    used, now = (factors.Used.of(factor),), time.time()
    assert factors.used_in(session_of(kim, record(factor)), kim) == used
    assert factors.used_in(session_of(kim, record(factor, method=factors.SET_UP)), kim) == used
    assert factors.used_in(session_of(kim, record(factor, at=now - 10)), kim, since=now - 10) == used
    assert not factors.used_in(session_of(kim, record(factor, at=now - 11)), kim, since=now - 10)
    assert not factors.used_in(session_of(kim, record(factor, method="password")), kim)


def test_a_factor_that_went_over_to_somebody_else_was_not_used_by_this_counselor(kim, lee):
    User.objects.get(pk=kim.pk).write(is_counselor=True)
    kim.refresh_from_db()
    factor = factor_of(kim)
    request = RequestFactory().get("/")
    request.user = kim
    request.session = session_of(kim, record(factor))  # type: ignore[assignment]
    assert not factors.is_missing_here(request)
    Authenticator.objects.filter(pk=factor.pk).update(user=lee)
    assert factors.is_missing_here(request)


def test_the_first_factor_ends_other_sign_ins_although_others_have_factors(kim, lee):
    factor_of(lee)
    here, elsewhere = signed_in(kim), signed_in(kim)
    sets_up_app(here)
    assert (is_in(here), is_in(elsewhere)) == (True, False)


@pytest.fixture
def without_factor() -> Client:
    return signed_in(somebody("counselor@example.net", is_counselor=True))


@pytest.mark.parametrize(
    "path", ["/help/", "/exit/", "/account/logout/", "/account/inactive/", "/reading/7/", "/account/again/"]
)
def test_help_exit_reading_and_the_way_out_are_open_to_a_counselor_without_a_factor(without_factor, path):
    answer = without_factor.get(path)
    assert answer.headers.get("Location", "") not in ("/account/second/", "/account/again/code/")
    assert answer.status_code in (200, 303)


@pytest.mark.parametrize(
    "path",
    ["/help/", "/account/logout/", "/account/inactive/", "/account/again/code/", "/account/again/passkey/"],
)
def test_they_are_open_to_one_who_has_yet_to_use_her_factor_here_too(path):
    counselor = somebody("counselor@example.net", is_counselor=True)
    sets_up_app(here := signed_in(counselor))
    Passkey().is_set_up(here)
    client = Client()
    client.force_login(counselor)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert leads_to(client.get("/account/")).startswith("/account/again/")
    proves_it_again(client)
    assert client.get(path).status_code == 200
