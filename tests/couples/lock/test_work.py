"""What a try at the lock costs: the same with a PIN and without, right or wrong, and never too much at once."""

import threading
import time

import pytest
from argon2 import low_level
from django.db import connections
from django.test.utils import CaptureQueriesContext

from couples.accounts import hashing
from couples.lock import derivation, locks, opening, proofs
from tests.couples.lock.unlocking import PASSWORD, PIN, for_real, reset_by_mail, robin, with_pin

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]


@pytest.fixture
def work(monkeypatch):
    """Notes each derivation and each password hash, which are done as ever."""
    done = []
    for module, name in ((derivation, "secret_of"), (opening, "check_password")):
        honest = getattr(module, name)

        def noted(*given, honest=honest, name=name):
            done.append(name)
            return honest(*given)

        monkeypatch.setattr(module, name, noted)
    return done


def cost(user, secret, work):
    work.clear()
    with (
        CaptureQueriesContext(connections["default"]) as here,
        CaptureQueriesContext(connections["keys"]) as there,
    ):
        proofs.opened_with(user, secret)
    return list(work), [one["sql"].split("WHERE")[0] for one in [*here, *there]]


def test_a_wrong_secret_costs_the_same_with_a_pin_and_without(robin, work):
    locks.of(robin.pk)
    without = cost(robin, "999999", work)
    with_one = cost(with_pin(robin), "999999", work)
    password = cost(robin, PASSWORD, work)
    reset_by_mail(robin)

    assert without[0] == ["secret_of", "check_password"]
    assert without == with_one == password == cost(robin, "999999", work)


def test_the_right_ones_cost_the_same_too(robin, work):
    locks.of(robin.pk)
    by_password = cost(robin, PASSWORD, work)

    assert by_password[0] == cost(with_pin(robin), PIN, work)[0]
    assert by_password[1] == cost(robin, PIN, work)[1]


def test_never_more_than_two_derivations_at_once(settings, monkeypatch):
    """Eight at the same time, each of some hundredths of a second: they take turns with each other."""
    at_once, most, count = [], [], threading.Lock()
    honest = low_level.hash_secret_raw

    def counted(*given, **more):
        with count:
            at_once.append(1)
            most.append(len(at_once))
        time.sleep(0.02)
        try:
            return honest(*given, **more)
        finally:
            with count:
                at_once.pop()

    monkeypatch.setattr(derivation, "hash_secret_raw", counted)
    tries = [threading.Thread(target=derivation.secret_of, args=(PIN, bytes(16))) for _one in range(8)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert len(most) == 8
    assert max(most) == hashing.MAX_AT_ONCE == 2


def test_a_passphrase_is_the_same_however_a_keyboard_composes_it():
    composed, apart = "sch\u00f6ne W\u00f6rter", "scho\u0308ne Wo\u0308rter"
    assert derivation.secret_of(composed, bytes(16)) == derivation.secret_of(apart, bytes(16))
    assert derivation.secret_of(composed, bytes(16)) != derivation.secret_of("schone Worter", bytes(16))


@pytest.mark.long
def test_a_guess_takes_a_second_and_256_mebibytes_at_the_setting_that_is_shipped(settings):
    from config import accounts

    settings.PIN_DERIVATION = accounts.PIN_DERIVATION
    before = time.process_time()
    derivation.secret_of(PIN, bytes(16))
    seconds = time.process_time() - before
    print(f"a guess: {seconds:.2f} s of one core, {accounts.PIN_DERIVATION[1] // 1024} MiB")

    assert seconds >= derivation.GUESS_SECONDS
    assert accounts.PIN_DERIVATION[1] >= 256 * 1024
