"""Who somebody is on a device that is passed on: what proves it, for whom, and what does so no more after a reset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone

from couples.accounts import users
from couples.accounts.demo_people import ADDRESSES
from couples.facts.holding import DoesNotHold
from couples.keys import data_keys
from couples.lock import passkeys, persons
from tests import forging
from tests.cast import with_second_step
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.unlocking import PASSWORD, for_real, reset_by_mail, robin, with_pin

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
NEW = "chosen by who read the mail"


@pytest.fixture
def sam():
    """Somebody with nothing to prove it with."""
    return users.create("sam@example.net", "Sam")


def test_the_password_counts_where_it_alone_signs_in(robin):
    assert persons.is_by_secret(robin, PASSWORD)
    assert not persons.is_by_secret(robin, NEW)
    with_second_step(robin)
    assert not persons.is_by_secret(robin, PASSWORD)


def test_one_that_was_set_by_mail_does_not(robin):
    reset_by_mail(robin, NEW)
    assert not persons.is_by_secret(robin, NEW)


def test_without_a_key_of_their_own_nothing_proves_it(robin):
    opened_store(robin)
    data_keys.destroy(robin.pk)
    assert not persons.is_by_secret(robin, PASSWORD)
    robin.set_unusable_password()
    assert not persons.has_any(robin)


def test_an_invented_person_of_a_demo_needs_nothing(sam, settings):
    invented = users.create(min(ADDRESSES), "Alex")
    assert not persons.is_by_secret(invented, "")
    assert not persons.has_any(invented)
    settings.DEMO = True
    assert persons.is_by_secret(invented, "")
    assert persons.has_any(invented)
    assert not persons.is_by_secret(sam, "")


def test_another_password_that_is_there_for_that_moment_proves_nothing(robin, monkeypatch):
    opened_store(robin)
    right = forging.copy_of("couples_user", robin.pk)
    forged = right | {"password": MD5PasswordHasher().encode(NEW, "somesaltsomesaltsomesalt")}
    forging.put_back("couples_user", forged)
    forging.at_the_moment(
        monkeypatch, MD5PasswordHasher, "verify", lambda: forging.put_back("couples_user", right)
    )
    robin.refresh_from_db()
    with pytest.raises(DoesNotHold):
        persons.is_by_secret(robin, NEW)


def test_a_pin_alone_or_a_passkey_alone_is_something_and_anothers_is_not(robin, sam):
    SoftKey(robin)
    assert not persons.has_any(sam)
    with_pin(sam)
    assert persons.has_any(sam)
    robin.set_unusable_password()
    assert persons.has_any(robin)
    with_second_step(robin)
    assert persons.has_any(robin), "a passkey is asked beside it"


def test_a_password_with_a_factor_is_nothing(robin):
    assert persons.has_any(robin)
    with_second_step(robin)
    assert not persons.has_any(robin)


def test_what_a_proof_was_made_for_changes_with_ones_own_alone(robin, sam):
    marks = [persons.mark(robin)]
    SoftKey(sam)
    Authenticator.objects.create(user=robin, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert persons.mark(robin) == marks[0], "neither by another's passkey nor by own codes"
    for change in (with_second_step, with_pin, reset_by_mail):
        change(robin)
        marks.append(persons.mark(robin))
    assert len(set(marks)) == len(marks)
    assert persons.mark(sam) not in marks


@dataclass(frozen=True)
class Key:
    created_at: object


def test_after_a_reset_by_mail_only_a_passkey_from_before_it_counts(robin, monkeypatch):
    now = timezone.now()
    keys = {"old": Key(now - timedelta(days=1)), "new": Key(now + timedelta(days=1))}
    monkeypatch.setattr(passkeys, "used", lambda _user, credential: keys.get(credential["id"]))
    assert [persons.is_by_passkey(robin, {"id": one}) for one in ("old", "new", "none")] == [
        True,
        True,
        False,
    ]
    robin.mail_reset_at = now
    assert [persons.is_by_passkey(robin, {"id": one}) for one in ("old", "new", "none")] == [
        True,
        False,
        False,
    ]
