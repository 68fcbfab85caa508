"""A new password: by a mailed code, with the old one, or the first; what it ends, and what it leaves alone."""

from typing import Any

import pytest
from allauth.core.context import request_context
from django.test import Client, RequestFactory
from django.utils import timezone

from couples.accounts import labels
from couples.accounts.account_forms import FirstPassword, PasswordByMail, PasswordByPassword
from couples.accounts.models import User
from couples.lock import locks
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    is_in,
    last_code,
    leads_to,
    sign_in,
    signed_in,
    somebody,
    text_of,
)
from tests.couples.accounts.telling import told
from tests.couples.lock.unlocking import with_pin

__all__ = ["told"]
pytestmark = pytest.mark.django_db
NEW = "another lake 88"


def sets_password_by_mail(client):
    client.post("/account/password/reset/", {"email": ADDRESS})
    client.post("/account/password/reset/code/", {"code": last_code()})
    return client.post("/account/password/reset/new/", {"password1": NEW})


def test_a_password_set_by_mail_is_marked_so_that_it_opens_no_private_pages(told):
    kim = somebody()
    answer = sets_password_by_mail(Client())

    kim.refresh_from_db()
    assert leads_to(answer) == "/account/password/reset/done/"
    assert kim.mail_reset_at is not None
    assert is_in(signed_in_with(NEW))
    assert kim.pk in told


def signed_in_with(password):
    client = Client()
    sign_in(client, password=password)
    return client


def test_setting_a_password_by_mail_ends_every_sign_in_and_signs_nobody_in():
    kim = somebody()
    before, resetting = signed_in(kim), Client()
    sets_password_by_mail(resetting)

    assert not is_in(before)
    assert not is_in(resetting)


def test_a_new_password_cannot_be_set_before_the_code_from_the_mail():
    kim = somebody()
    client = Client()
    client.post("/account/password/reset/", {"email": ADDRESS})

    assert (
        leads_to(client.post("/account/password/reset/new/", {"password1": NEW}))
        == "/account/password/reset/code/"
    )
    kim.refresh_from_db()
    assert kim.check_password(PASSWORD)
    assert kim.mail_reset_at is None


def test_a_change_with_the_old_password_is_no_setting_by_mail_and_ends_the_others(told):
    kim = somebody()
    here, there = signed_in(kim), signed_in(kim)

    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW})

    kim.refresh_from_db()
    assert kim.check_password(NEW)
    assert kim.mail_reset_at is None
    assert is_in(here)
    assert not is_in(there)
    assert kim.pk in told


def test_a_wrong_old_password_changes_nothing():
    kim = somebody()
    page = text_of(signed_in(kim).post("/account/password/", {"oldpassword": "wrong", "password1": NEW}))

    kim.refresh_from_db()
    assert kim.check_password(PASSWORD)
    assert "That isn’t your current password" in page


def test_the_first_password_of_somebody_who_had_none_counts_as_set_by_mail(client, drew):
    client.force_login(drew)
    assert "Set a password" in text_of(client.get("/account/"))
    client.post("/account/password/first/", {"password1": NEW})

    drew.refresh_from_db()
    assert drew.check_password(NEW)
    assert drew.mail_reset_at is not None
    assert is_in(client)


FORMS = [
    (PasswordByMail, {}),
    (FirstPassword, {}),
    (PasswordByPassword, {"oldpassword": PASSWORD}),
]


def posted() -> Any:
    request: Any = RequestFactory().post("/")
    request.session = {}
    return request


@pytest.mark.parametrize(("form", "more"), FORMS)
def test_a_pin_set_at_the_moment_of_a_new_password_stays(form, more):
    kim = somebody()
    filled_in = form(user=User.objects.get(pk=kim.pk), data={"password1": NEW, **more})
    with request_context(posted()):
        assert filled_in.is_valid()
    with_pin(kim)
    filled_in.save()
    kim.refresh_from_db()

    assert kim.check_password(NEW)
    assert locks.has_pin(kim.pk)
    assert (kim.mail_reset_at is None) is (form is PasswordByPassword)


@pytest.mark.parametrize(("form", "more"), FORMS)
def test_an_erasure_at_the_moment_of_a_new_password_stays(form, more):
    kim = somebody()
    filled_in = form(user=User.objects.get(pk=kim.pk), data={"password1": NEW, **more})
    with request_context(posted()):
        assert filled_in.is_valid()
    kim.erased_at, kim.email, kim.is_active = timezone.now(), "nobody@invalid", False
    kim.set_unusable_password()
    kim.save()
    filled_in.save()
    kim.refresh_from_db()

    assert (kim.email, kim.is_active, kim.mail_reset_at) == ("nobody@invalid", False, None)
    assert kim.erased_at is not None
    assert not kim.has_usable_password()


def test_the_rules_name_the_length_that_is_checked(settings):
    (least,) = [one["OPTIONS"]["min_length"] for one in settings.AUTH_PASSWORD_VALIDATORS if "OPTIONS" in one]
    assert labels.password_rules().startswith(f"At least {least} characters")
