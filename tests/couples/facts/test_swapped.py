"""Who writes to the main database alone puts a row there for the moment of a check, and the right one back after it.

Each of these forgers knows the secret that belongs to the forged row, as one's own, and the right one is stored again
before anything else looks. At the end of each test everything holds: so nothing of theirs was stored by an act here.
"""

from functools import partial

import pytest
from allauth.account import forms as allauth_forms
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.core import mail
from django.test import Client

from couples.accounts import signed_in as reading_the_person
from couples.accounts import unverified
from couples.accounts.adapter import Accounts
from couples.accounts.models import User
from couples.facts import holding
from tests import forging
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    is_in,
    sets_up_app,
    sign_in,
    signed_in,
)
from tests.couples.facts.swapping import THEIRS, keep_signed_in, kim, swaps_password, thief

__all__ = ["kim", "thief"]
pytestmark = pytest.mark.django_db


def test_the_password_at_the_sign_in(kim, monkeypatch):
    done = swaps_password(monkeypatch, kim)
    client = Client()
    assert sign_in(client, password=THEIRS).status_code == 403
    assert done
    assert not is_in(client)


def test_a_hash_of_an_older_kind_is_not_made_anew_from_theirs(kim, monkeypatch, settings):
    settings.PASSWORD_HASHERS = [
        *settings.PASSWORD_HASHERS,
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    done = swaps_password(monkeypatch, kim, PBKDF2PasswordHasher)
    before = forging.copy_of("couples_user", kim.pk)["facts_mac"]
    assert sign_in(Client(), password=THEIRS).status_code == 403
    assert done
    assert forging.copy_of("couples_user", kim.pk)["facts_mac"] == before
    assert is_in(signed_in(kim))


def test_an_older_hash_of_ones_own_is_made_anew(kim, settings):
    kim.password = make_password(PASSWORD, hasher="md5")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    kim.write(password=kim.password)
    assert is_in(signed_in(kim))
    kim.refresh_from_db()
    assert kim.password.startswith("pbkdf2")
    assert is_in(signed_in(kim))


def test_the_password_given_again(kim, monkeypatch):
    client = signed_in(kim)
    done = swaps_password(monkeypatch, kim)
    keep_signed_in(monkeypatch)
    assert client.post("/account/again/", {"password": THEIRS}).status_code == 403
    assert done
    records = client.session["account_authentication_methods"]
    assert not [one for one in records if one.get("reauthenticated")]


def test_the_old_password_when_it_is_changed(kim, monkeypatch):
    client = signed_in(kim)
    done = swaps_password(monkeypatch, kim)
    keep_signed_in(monkeypatch)
    changed = {"oldpassword": THEIRS, "password1": "a newer sentence 8", "password2": "a newer sentence 8"}
    assert client.post("/account/password/", changed).status_code == 403
    assert done
    assert is_in(signed_in(kim))


@pytest.mark.parametrize(("column", "path"), [("is_staff", "/admin/"), ("is_counselor", "/counsel/")])
def test_a_role_that_is_there_only_while_it_is_read(kim, monkeypatch, column, path):
    client = signed_in(kim)
    sets_up_app(client)
    right = forging.copy_of("couples_user", kim.pk)
    forging.put_back("couples_user", right | {column: True})
    restore = partial(forging.put_back, "couples_user", right)
    done = forging.at_the_moment(monkeypatch, reading_the_person, "_user_of", restore)
    assert client.get(path).status_code == 403
    assert done


@pytest.mark.parametrize(
    "path", ["/account/password/first/", "/account/email/", "/data/download/", "/account/sign-ins/"]
)
def test_no_proof_is_left_out_because_the_password_was_hidden(kim, monkeypatch, path):
    client = signed_in(kim)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    right = forging.copy_of("couples_user", kim.pk)
    keep_signed_in(monkeypatch)
    monkeypatch.setattr(holding, "who_hold", set)
    forging.put_back("couples_user", right | {"password": "!none"})
    restore = partial(forging.put_back, "couples_user", right)
    done = forging.at_the_moment(monkeypatch, Accounts, "get_reauthentication_methods", restore)
    assert client.get(path).status_code == 403
    assert done


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_an_address_that_is_theirs_while_it_is_looked_up(kim, path, monkeypatch):
    table = "account_emailaddress"
    right = forging.copy_of(table, kim.emailaddress_set.get().pk)
    forging.put_back(table, right | {"email": "thief@example.net"})
    done = forging.at_the_moment(
        monkeypatch, allauth_forms, "filter_users_by_email", lambda: forging.put_back(table, right)
    )
    Client().post(path, {"email": "thief@example.net"})
    assert done
    assert "There is no account" in mail.outbox[-1].body


def test_an_account_made_to_look_unverified_while_it_is_looked_at(kim, monkeypatch):
    rows = {
        "account_emailaddress": forging.copy_of("account_emailaddress", kim.emailaddress_set.get().pk),
        "couples_user": forging.copy_of("couples_user", kim.pk),
    }
    forging.run("UPDATE account_emailaddress SET verified = %s WHERE user_id = %s", False, kim.pk)
    forging.run("UPDATE couples_user SET created_at = '2020-01-01 00:00:00+00:00' WHERE id = %s", kim.pk)

    def restore() -> None:
        for table, row in rows.items():
            forging.put_back(table, row)

    done = forging.at_the_moment(monkeypatch, unverified, "is_unverified", restore)
    unverified.give_way(ADDRESS)
    assert done
    assert User.objects.filter(pk=kim.pk).exists()
