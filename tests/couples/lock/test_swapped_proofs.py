"""Private pages stay closed when somebody puts another row there for the moment in which a proof is looked at."""

import os

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import MD5PasswordHasher
from fido2.server import Fido2Server

from couples.accounts import factor_secrets
from couples.accounts.factors import Used
from couples.lock import derivation, locks, proofs, securing, state
from couples.lock.models import StoreLock
from tests import forging
from tests.couples.accounts.signing_in import somebody
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    for_real,
    is_open,
    reset_by_mail,
    robin,
    signed_in_otherwise,
    signed_in_with_password,
    strength,
    tries,
    with_pin,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
FACTORS, LOCKS, USERS = "mfa_authenticator", "couples_storelock", "couples_user"
THEIRS = "a password of theirs 9"


@pytest.fixture(autouse=True)
def _has_a_lock(robin, for_real):
    """As everybody has, who has ever opened a page."""
    opened_store(robin)


def lock_row(user) -> dict:
    return forging.copy_of(LOCKS, StoreLock.objects.get(person=user).pk)


def swap(monkeypatch, table, right, forged, where, name):
    """Put the forged row there, and the right one back when this function has been called."""
    forging.put_back(table, forged)
    return forging.at_the_moment(monkeypatch, where, name, lambda: forging.put_back(table, right))


def test_the_password(robin, monkeypatch):
    client = signed_in_otherwise(robin)
    right = forging.copy_of(USERS, robin.pk)
    forged = right | {"password": MD5PasswordHasher().encode(THEIRS, "somesaltsomesaltsomesalt")}
    monkeypatch.setattr("django.contrib.auth.constant_time_compare", lambda *_two: True)  # signed in still
    done = swap(monkeypatch, USERS, right, forged, MD5PasswordHasher, "verify")
    assert tries(client, THEIRS).status_code == 403
    assert done
    assert not is_open(client)


def test_the_lock_from_before_the_pin(robin, monkeypatch):
    client = signed_in_with_password()
    assert is_open(client)
    before = lock_row(robin)
    with_pin(robin)
    client = signed_in_otherwise(robin)
    done = swap(monkeypatch, LOCKS, lock_row(robin), before, derivation, "secret_of")
    assert tries(client, PASSWORD).status_code == 403
    assert done
    assert not is_open(client)


def test_the_lock_from_before_the_pin_in_a_sign_in_of_just_now(robin, monkeypatch):
    client = signed_in_with_password()
    assert is_open(client)
    before = lock_row(robin)
    with_pin(robin)
    client = signed_in_with_password()
    done = swap(monkeypatch, LOCKS, lock_row(robin), before, locks, "of")
    assert client.get("/alone/").status_code == 403
    assert done
    assert not is_open(client)


def test_an_older_pin(robin, monkeypatch):
    with_pin(robin)
    before = lock_row(robin)
    securing.set_pin(opened_store(robin, PIN), "736251")
    client = signed_in_otherwise(robin)
    done = swap(monkeypatch, LOCKS, lock_row(robin), before, derivation, "secret_of")
    assert tries(client, PIN).status_code == 403
    assert done
    assert not is_open(client)


def test_a_pin_that_was_removed(robin, monkeypatch):
    with_pin(robin)
    before = lock_row(robin)
    securing.remove_pin(opened_store(robin, PIN))
    client = signed_in_otherwise(robin)
    done = swap(monkeypatch, LOCKS, lock_row(robin), before, derivation, "secret_of")
    assert tries(client, PIN).status_code == 403
    assert done
    assert not is_open(client)


def test_the_mark_of_a_reset_by_mail(robin, monkeypatch):
    before = forging.copy_of(USERS, robin.pk)["mail_reset_at"]
    password = reset_by_mail(robin)
    client = signed_in_with_password(password)
    assert not is_open(client)
    right = forging.copy_of(USERS, robin.pk)
    done = swap(monkeypatch, USERS, right, right | {"mail_reset_at": before}, state, "_opened")
    assert client.get("/alone/").status_code == 403
    assert done
    assert not is_open(client)


def test_recovery_codes_of_somebody_else(robin, monkeypatch):
    monkeypatch.setattr(factor_secrets, "_check_owner", lambda _row: None)  # it must not rest on that
    code = RecoveryCodes.activate(thief := somebody("thief@example.net")).generate_codes()[0]
    right = forging.copy_of(FACTORS, Authenticator.objects.get(user=thief).pk)
    owner = forging.copy_of(USERS, robin.pk)["id"]
    client = signed_in_otherwise(robin)
    forging.put_back(FACTORS, right | {"user_id": owner})
    done = forging.at_the_moment(
        monkeypatch, RecoveryCodes, "validate_code", lambda: forging.put_back(FACTORS, right), after=False
    )
    assert tries(client, code).status_code == 403
    assert done
    forging.put_back(FACTORS, right)
    assert not is_open(client)


def test_the_key_of_a_passkey(robin, monkeypatch):
    hers = SoftKey(robin, gives_secret=False)
    right = forging.copy_of(FACTORS, hers.row.pk)
    client = signed_in_otherwise(robin)
    monkeypatch.setattr("os.urandom", _once(hers.id))
    theirs = SoftKey(robin, gives_secret=False)
    assert theirs.id == hers.id
    forged = right | {"data": forging.copy_of(FACTORS, theirs.row.pk)["data"]}
    theirs.row.delete()
    done = swap(monkeypatch, FACTORS, right, forged, Fido2Server, "authenticate_complete")
    assert theirs.used_at(client, "/account/lock/passkey/").status_code == 403
    assert done
    assert not is_open(client)
    assert hers.used_at(client, "/account/lock/passkey/").status_code == 302
    assert is_open(client)


def _once(first: bytes):
    honest = os.urandom
    given: list[int] = []

    def drawn(size):
        if size == len(first) and not given:
            given.append(1)
            return first
        return honest(size)

    return drawn


def test_a_row_of_another_factor_with_the_same_id(robin):
    client = signed_in_otherwise(robin)
    used = Authenticator.objects.create(user=robin, type="webauthn", data={})
    assert strength(client, robin, method="mfa", **Used.of(used)._asdict()) is proofs.Strength.STRONG
    pk, said = used.pk, Used.of(used)._asdict()
    used.delete()
    Authenticator.objects.create(pk=pk, user=robin, type="webauthn", data={})
    assert strength(client, robin, method="mfa", **said) is None
