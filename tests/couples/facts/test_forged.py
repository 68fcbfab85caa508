"""Whoever can write to the main database, and has nothing else, opens nothing: the right person is refused as well."""

import logging

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.core import mail
from django.test import Client

from couples.accounts import delays, due, unverified
from couples.accounts.models import User
from couples.facts import signing
from couples.lock.models import StoreLock
from tests import forging
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    app_code,
    is_in,
    leads_to,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
    text_of,
)
from tests.couples.lock.unlocking import INSIDE, tries, with_pin

pytestmark = [pytest.mark.django_db, pytest.mark.forges]
FORGED_PASSWORD = "a password of theirs 9"


def user_column(user: User, column: str, value: object) -> None:
    forging.run(f'UPDATE couples_user SET "{column}" = %s WHERE id = %s', value, user.pk)


def is_closed(answer) -> bool:
    return answer.status_code == 403 and "This can’t be opened now" in text_of(answer)


COLUMNS = {
    "password": lambda: make_password(FORGED_PASSWORD),
    "is_active": lambda: True,
    "is_staff": lambda: True,
    "is_superuser": lambda: True,
    "is_counselor": lambda: True,
}


@pytest.mark.parametrize("column", sorted(COLUMNS.keys() - {"is_active"}))
def test_a_changed_column_keeps_everybody_from_signing_in(column):
    user = somebody()
    user_column(user, column, COLUMNS[column]())
    client = Client()
    assert is_closed(sign_in(client, password=FORGED_PASSWORD if column == "password" else PASSWORD))
    assert not is_in(client)
    assert signing.whats_wrong([user.pk]) == {user.pk: "MAC"}


def test_somebody_who_was_switched_off_stays_so():
    user = somebody()
    user.write(is_active=False)
    user_column(user, "is_active", True)
    assert is_closed(sign_in(Client()))


@pytest.mark.django_db(transaction=True)
def test_an_old_row_put_back_opens_nothing_although_its_mac_is_right():
    user = somebody()
    old = forging.copy_of("couples_user", user.pk)
    user.set_password("a newer sentence 8")
    user.save()
    forging.put_back("couples_user", old)
    assert is_closed(sign_in(Client()))
    assert signing.whats_wrong([user.pk]) == {user.pk: "version"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["PIN", "reset"])
def test_private_pages_stay_closed_when_what_closes_them_was_taken_away(what, settings):
    settings.DEMO = False
    user = somebody()
    client = signed_in(user)
    assert client.get(INSIDE).status_code == 200
    without = forging.copy_of("couples_storelock", StoreLock.objects.get(person=user).pk)
    if what == "PIN":
        with_pin(user)
        forging.put_back("couples_storelock", without)
    else:
        user.write(mail_reset_at=user.created_at)
        forging.run("UPDATE couples_user SET mail_reset_at = NULL WHERE id = %s", user.pk)
    assert is_closed(client.get(INSIDE))
    assert is_closed(tries(client, PASSWORD))
    assert signing.whats_wrong([user.pk])


@pytest.mark.django_db(transaction=True)
def test_what_waits_counts_no_sooner_because_somebody_wrote_so(settings):
    user = somebody()
    change = delays.put_off(user, delays.Kind.ADDRESS, {"email": "theirs@example.org"})
    old = user.created_at.isoformat(" ")[:19]
    forging.run("UPDATE couples_delayedchange SET counts_from = %s WHERE user_id = %s", old, user.pk)
    assert due.count_due() == 0
    user.refresh_from_db()
    assert user.email == ADDRESS
    assert delays.of(user)[0].pk == change.pk


@pytest.mark.parametrize(("column", "path"), [("is_counselor", "/counsel/"), ("is_staff", "/admin/")])
def test_a_role_that_somebody_wrote_opens_none_of_its_pages(column, path):
    user = somebody()
    client = signed_in(user)
    sets_up_app(client)
    assert client.get(path).status_code in (302, 404)
    user_column(user, column, True)
    assert is_closed(client.get(path))


def test_who_deletes_the_factor_of_somebody_does_not_get_past_it():
    user = somebody()
    sets_up_app(signed_in(user))
    assert "second" in leads_to(sign_in(Client()))
    forging.run("DELETE FROM mfa_authenticator WHERE user_id = %s", user.pk)
    client = Client()
    assert is_closed(sign_in(client))
    assert not is_in(client)


def test_a_factor_of_their_own_is_of_no_use():
    user = somebody()
    secret = sets_up_app(signed_in(user))
    row = forging.copy_of("mfa_authenticator", Authenticator.objects.get(type="totp").pk)
    other = somebody("other@example.org")
    forging.put_back("mfa_authenticator", row | {"id": row["id"] + 900, "user_id": _raw(other)})
    client = Client()
    sign_in(client, other.email)
    assert is_closed(client.post("/account/second/code/", {"code": app_code(secret)})) or not is_in(client)
    assert not is_in(client)


def test_an_address_written_into_the_database_resets_no_password():
    user = somebody()
    forging.run(
        "UPDATE account_emailaddress SET email = %s WHERE user_id = %s", "theirs@example.org", user.pk
    )
    client = Client()
    client.post("/account/password/reset/", {"email": "theirs@example.org"})
    assert "There is no account" in mail.outbox[-1].body
    answer = client.post(
        "/account/password/reset/new/", {"password1": FORGED_PASSWORD, "password2": FORGED_PASSWORD}
    )
    user.refresh_from_db()
    assert not user.check_password(FORGED_PASSWORD)
    assert answer.status_code in (302, 403, 404)


def test_a_mailed_code_signs_nobody_in_whose_address_was_changed():
    user = somebody()
    forging.run(
        "UPDATE account_emailaddress SET email = %s WHERE user_id = %s", "theirs@example.org", user.pk
    )
    user_column(user, "email", "theirs@example.org")
    client = Client()
    client.post("/account/login/code/", {"email": "theirs@example.org"})
    assert mail.outbox
    assert not is_in(client)


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_no_code_is_mailed_to_an_address_that_is_written_there_for_a_moment(path):
    user = somebody()
    for table, column in (("couples_user", "id"), ("account_emailaddress", "user_id")):
        forging.run(f"UPDATE {table} SET email = %s WHERE {column} = %s", "theirs@example.org", user.pk)
    Client().post(path, {"email": "theirs@example.org"})
    assert "There is no account" in mail.outbox[-1].body


def test_nobody_is_deleted_who_was_made_to_look_unverified():
    user = somebody()
    forging.run("UPDATE account_emailaddress SET verified = %s WHERE user_id = %s", False, user.pk)
    unverified.give_way(user.email)
    assert User.objects.filter(pk=user.pk).exists()


def test_a_proof_given_again_is_refused_and_opens_nothing():
    user = somebody()
    client = signed_in(user)
    user_column(user, "is_superuser", True)
    assert is_closed(client.post("/account/again/", {"password": PASSWORD}))


def test_a_later_lawful_act_does_not_sign_what_somebody_wrote():
    user = somebody()
    client = signed_in(user)
    proves_it_again(client)
    user_column(user, "is_superuser", True)
    answer = client.post(
        "/account/password/",
        {"oldpassword": PASSWORD, "password1": "a newer sentence 8", "password2": "a newer sentence 8"},
    )
    assert answer.status_code == 403
    user.refresh_from_db()
    assert check_password(PASSWORD, user.password)
    assert signing.whats_wrong([user.pk]) == {user.pk: "MAC"}


def test_each_refusal_is_one_line_that_tells_of_nobody(caplog):
    user = somebody()
    user_column(user, "is_superuser", True)
    with caplog.at_level(logging.INFO, "security"):
        sign_in(Client())
    lines = [one for one in caplog.records if one.name == "security"]
    assert [one.message for one in lines] == ["mac_broken"]
    assert str(user.pk) not in str(vars(lines[0]))
    assert ADDRESS not in str(vars(lines[0]))


def test_an_account_that_was_inserted_opens_nothing():
    row = forging.copy_of("couples_user", somebody().pk)
    forging.put_back("couples_user", row | {"id": "0" * 31 + "1", "email": "made@example.org"})
    EmailAddress.objects.get()
    assert is_closed(sign_in(Client(), "made@example.org"))


def _raw(user: User) -> object:
    from django.db import connection

    return user.pk.hex if connection.vendor == "sqlite" else user.pk
