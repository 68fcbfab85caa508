"""Somebody real at the lock of their private pages: signs in, tries, and time goes by. Knows no test."""

import time
from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from couples.accounts import users
from couples.lock import proofs, securing
from couples.lock import state as lock_state
from tests.couples.lock.opened import opened_store

PASSWORD = "a long enough sentence"
PIN = "481516"
INSIDE = "/alone/"


@pytest.fixture
def for_real(settings):
    """No invented people here, and nobody's wrong tries from before."""
    settings.DEMO = False
    cache.clear()


@pytest.fixture
def robin():
    """Somebody real: an address that was confirmed, and a password."""
    user = users.create("robin@example.net", "Robin", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def signed_in_with_password(password=PASSWORD):
    client = Client()
    answer = client.post("/account/login/", {"login": "robin@example.net", "password": password})
    assert answer.status_code == 302
    client.post("/account/again/", {"password": password})
    return client


def changes(client, present=PASSWORD, **sent):
    """What opens the pages, on the page about their lock; a new PIN unless something else is sent."""
    return client.post(
        "/account/lock/settings/", {"present": present, **(sent or {"pin": PIN, "again": PIN})}
    )


def signed_in_otherwise(user):
    """As by a mailed code: no password was typed in this session."""
    client = Client()
    client.force_login(user)
    return client


def request_of(client, user):
    request = RequestFactory().get("/")
    request.session, request.user = client.session, user
    user.refresh_from_db()
    return request


def is_open(client):
    return client.get(INSIDE).status_code == 200


def tries(client, secret, **more):
    return client.post("/account/lock/", {"secret": secret, **more})


def pretend(client, user, **changed):
    """Move the time of the session's lock; nobody sleeps here."""
    request = request_of(client, user)
    state = lock_state.read(request)
    lock_state.write(request, replace(state, **changed))
    request.session.save()


def later(client, user, seconds):
    """As if so much time had gone by since the sign-in and the last use."""
    request = request_of(client, user)
    pretend(client, user, used=lock_state.read(request).used - seconds)
    session = client.session
    for record in session.get("account_authentication_methods", []):
        record["at"] -= seconds
    session.save()


def with_pin(user, pin=PIN):
    securing.set_pin(opened_store(user), pin)
    return user


def reset_by_mail(user, password="somebody else chose this"):
    user.set_password(password)
    user.mail_reset_at = timezone.now()
    user.save()
    return password


def strength(client, user, **record):
    session = client.session
    session["account_authentication_methods"] = [{"at": time.time(), **record}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return proofs.signed_in_lately(request_of(client, user), user, since=0)
