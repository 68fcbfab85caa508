"""Each proof by itself: which opens the pages, which does not, and what is used up by that."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils import timezone

from couples.accounts import factors, users
from couples.accounts.demo_people import email_of
from couples.keys.models import PersonKey
from couples.lock import locks, proofs, securing
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.unlocking import (
    PIN,
    for_real,
    request_of,
    reset_by_mail,
    robin,
    signed_in_otherwise,
    strength,
    with_pin,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
WAYS = [proofs.opened_with, proofs.opened_with_code]


def recovery_codes_of(user) -> list[str]:
    return list(RecoveryCodes.activate(user).get_unused_codes())


def left(user) -> int:
    return len(Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes())


def is_older(factors_of_somebody, than) -> None:
    factors_of_somebody.update(created_at=than.mail_reset_at - timedelta(seconds=1))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("typed", ["{0}", "{1}-{2}", " {1} {2} "])
def test_a_recovery_code_opens_pages_without_a_pin_once_however_it_is_grouped(robin, way, typed):
    code = recovery_codes_of(robin)[0]
    typed = typed.format(code, code[:4], code[4:])
    assert way(robin, typed)
    assert way(robin, typed) is None
    assert left(robin) == 9


@pytest.mark.parametrize("way", WAYS)
def test_with_a_pin_no_recovery_code_opens_the_pages_or_is_used_up(robin, way):
    code = recovery_codes_of(with_pin(robin))[0]
    assert way(robin, code) is None
    assert left(robin) == 10


@pytest.mark.parametrize("way", WAYS)
def test_a_code_of_the_pages_opens_them_with_a_pin_and_without(robin, way):
    first, second, *_rest = securing.make_codes(opened_store(robin))
    assert way(robin, first)
    with_pin(robin)
    assert way(robin, second)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("typed", ["", "-", "éééééééé", "nothing of it", "١٢٣٤٥٦٧٨"])
def test_what_is_no_code_opens_nothing_and_is_no_error(robin, way, typed):
    recovery_codes_of(robin)
    assert way(robin, typed) is None
    assert left(robin) == 10


@pytest.mark.parametrize("way", WAYS)
def test_recovery_codes_from_after_a_reset_open_nothing_and_are_not_used_up(robin, way):
    """Whatever older factors there are, of the same person or of others."""
    reset_by_mail(robin)
    code = recovery_codes_of(robin)[0]
    SoftKey(robin)
    recovery_codes_of(users.create("lee@example.net", "Lee"))
    others = Authenticator.objects.exclude(user=robin, type="recovery_codes")
    is_older(others, than=robin)
    assert way(robin, code) is None
    assert left(robin) == 10

    is_older(Authenticator.objects.filter(user=robin), than=robin)
    assert way(robin, code)


def record_of(factor, method="mfa", **more):
    used = factors.Used.of(factor)
    return {"method": method, "id": used.id, "type": used.type, factors.MADE: used.made} | more


def test_a_factor_that_was_only_set_up_in_this_sign_in_opens_nothing(robin):
    """Whoever knows the password alone could set one up."""
    client, passkey = signed_in_otherwise(robin), SoftKey(robin).row
    assert strength(client, robin, **record_of(passkey)) is proofs.Strength.STRONG
    assert strength(client, robin, **record_of(passkey, factors.SET_UP)) is None


def test_a_record_that_does_not_say_which_factor_it_was_or_when_counts_for_nothing(robin):
    client, passkey = signed_in_otherwise(robin), SoftKey(robin).row
    assert strength(client, robin, method="mfa", id=passkey.pk, type="webauthn") is None
    session = client.session
    session["account_authentication_methods"] = [record_of(passkey)]
    session.save()
    assert proofs.signed_in_lately(request_of(client, robin), robin, since=0) is None


def test_a_sign_in_from_before_the_pages_were_locked_counts_no_more(robin):
    client, passkey = signed_in_otherwise(robin), SoftKey(robin).row
    assert strength(client, robin, **record_of(passkey)) is proofs.Strength.STRONG
    assert proofs.signed_in_lately(request_of(client, robin), robin, since=time.time() + 1) is None


def without_password(user):
    user.set_unusable_password()
    user.write(password=user.password)
    return user


PROOFS = {
    "nothing": (lambda user: None, False),
    "a PIN": (with_pin, True),
    "codes": (lambda user: securing.make_codes(opened_store(user)), True),
    "a PIN whose codes are used up": (lambda user: _uses_all_codes(user), True),
    "a passkey": (SoftKey, True),
    "recovery codes": (recovery_codes_of, True),
    "an app, which opens nothing": (
        lambda user: Authenticator.objects.create(user=user, type="totp", data={}),
        False,
    ),
    "no key, after an erasure": (lambda user: PersonKey.objects.filter(person=user.pk).delete(), False),
}


def _uses_all_codes(user) -> None:
    _open, written = securing.set_pin(opened_store(user), PIN)
    for code in written:
        assert proofs.opened_with_code(user, code)
    assert not locks.of(user.pk).kept.copies


@pytest.mark.parametrize("proof", PROOFS)
def test_who_has_any_proof_is_asked_for_it(robin, proof):
    SoftKey(users.create("lee@example.net", "Lee"))
    assert proofs.has_any(robin)
    give, has_one = PROOFS[proof]
    give(without_password(robin))
    assert proofs.has_any(robin) is has_one


def test_an_invented_person_whose_password_was_reset_by_mail_is_asked_for_a_proof_too(robin, settings):
    settings.DEMO = True
    alex = users.create(email_of("alex"), "Alex")
    assert proofs.is_free_without_pin(alex)
    assert not proofs.is_free_without_pin(robin)
    alex.mail_reset_at = timezone.now()
    assert not proofs.is_free_without_pin(alex)
    settings.DEMO = False
    alex.mail_reset_at = None
    assert not proofs.is_free_without_pin(alex)


def test_a_password_that_is_not_usable_is_nobodys_pin(robin):
    assert proofs.is_password(robin, "a long enough sentence")
    without_password(robin)
    assert not proofs.is_password(robin, robin.password)
