"""Whoever finds the private pages open changes nothing of what opens them, and reads nothing of it."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from couples.lock import derivation, locks, opening, proofs, securing
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    changes,
    for_real,
    is_open,
    robin,
    signed_in_otherwise,
    signed_in_with_password,
    tries,
    with_pin,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
SETTINGS, LET_IN = "/account/lock/settings/", "/account/lock/settings/passkey/"
ACTS = {
    "set": {"pin": "592627", "again": "592627"},
    "codes": {"codes": "make"},
    "remove": {"remove": "yes"},
}


def kept(user):
    return locks.of(user.pk).kept


@pytest.fixture(params=[False, True], ids=["without a PIN", "with a PIN"])
def opened(request, robin):
    """A browser in which the pages are open, and what opens them."""
    if request.param:
        with_pin(robin)
    client = signed_in_with_password()
    if request.param:
        tries(client, PIN)
    assert is_open(client)
    return client, PIN if request.param else PASSWORD


@pytest.mark.parametrize("sent", ACTS.values(), ids=ACTS)
def test_each_change_asks_for_what_opens_the_pages_now(robin, opened, sent):
    client, present = opened
    before = kept(robin)
    answers = [client.post(SETTINGS, sent)] + [
        changes(client, wrong, **sent) for wrong in ("", "999999", " ", PIN[:-1])
    ]
    if before.has_pin:
        answers.append(changes(client, PASSWORD, **sent))

    assert {answer.status_code for answer in answers} == {422}
    assert kept(robin) == before
    assert changes(client, present, **sent).status_code in (200, 302)
    assert kept(robin) != before


@pytest.mark.parametrize("sent", ACTS.values(), ids=ACTS)
def test_a_code_confirms_one_change(robin, opened, sent):
    client, present = opened
    code = securing.make_codes(opened_store(robin, present))[0]
    assert changes(client, code, **sent).status_code in (200, 302)
    before = kept(robin)

    assert changes(client, code, **sent).status_code == 422
    assert kept(robin) == before


def test_letting_a_passkey_in_asks_for_it_too(robin, opened):
    client, present = opened
    key = SoftKey(robin)
    assert key.used_at(client, LET_IN).status_code == 422
    assert key.used_at(client, LET_IN, present="999999").status_code == 422
    assert not kept(robin).passkeys

    assert key.used_at(client, LET_IN, present=present).status_code == 302
    assert kept(robin).passkeys


def test_guesses_there_wait_as_at_the_door_and_a_code_does_not(robin):
    """Both count for each other, on the device and for strangers."""
    code = securing.make_codes(opened_store(with_pin(robin), PIN))[0]
    client = signed_in_with_password()
    tries(client, PIN)
    assert {changes(client, "999999").status_code for _time in range(10)} == {422}
    waiting = changes(client, PIN)
    assert (waiting.status_code, b"Please wait one minute" in waiting.content) == (429, True)
    client.post("/account/lock/now/")
    assert tries(client, PIN).status_code == 429

    assert tries(client, code).status_code == 302
    other = securing.make_codes(opened_store(robin, PIN))[0]
    assert changes(client, other).status_code == 200


def test_without_a_password_a_recovery_code_or_a_passkey_confirms_a_first_pin(drew):
    client, key = signed_in_otherwise(drew), SoftKey(drew)
    codes = RecoveryCodes.activate(drew).generate_codes()
    key.used_at(client, "/account/lock/passkey/")
    assert is_open(client)
    assert changes(client, "").status_code == 302  # to proving again who one is
    assert not kept(drew).has_pin
    assert key.used_at(client, "/account/lock/passkey/", confirms="yes", next=SETTINGS).url == SETTINGS
    assert changes(client, "", codes="make").status_code == 200
    assert changes(client, "").status_code == 302
    assert not kept(drew).has_pin

    assert changes(client, codes[0]).status_code == 200
    assert kept(drew).has_pin


def test_with_a_pin_a_passkey_confirms_nothing(robin):
    key = SoftKey(robin)
    securing.let_passkey_in(opened_store(robin), key.row.pk, key.prf, [key.row.pk])
    with_pin(robin)
    client = signed_in_otherwise(robin)
    client.post("/account/again/", {"password": PASSWORD})
    assert key.used_at(client, "/account/lock/passkey/", confirms="yes").status_code == 302
    assert is_open(client)

    assert changes(client, "", remove="yes").status_code == 422
    assert kept(robin).has_pin


@pytest.mark.parametrize("ask", ["get", "post"])
def test_what_opens_them_is_read_only_by_who_has_proved_it_lately(robin, ask):
    """Neither the page nor the answer to a wrong change says whether there is a PIN, codes or passkeys."""
    client = signed_in_otherwise(robin)
    tries(client, PASSWORD)
    without = getattr(client, ask)(SETTINGS)
    with_pin(robin)
    tries(client, PIN)
    assert is_open(client)
    with_one = getattr(client, ask)(SETTINGS)

    assert (without.status_code, without.url) == (with_one.status_code, with_one.url)
    assert without.url.startswith("/account/again/")
    kept = set(client.session.keys())
    assert not [name for name in kept if "pin" in name.lower().split("_")]


def test_it_is_no_way_to_guess_the_password(robin):
    """Only who has shown what opens the pages is told that a PIN is the password."""
    client = signed_in_with_password()
    wrong = changes(client, "999999", pin=PASSWORD, again=PASSWORD).content.decode()
    right = changes(client, PASSWORD, pin=PASSWORD, again=PASSWORD).content.decode()

    assert "That is your password" in right
    assert "That is your password" not in wrong


def counted(done, name, honest):
    def noted(*given):
        done.append(name)
        return honest(*given)

    return noted


def test_a_change_costs_the_same_with_a_pin_and_without(robin, monkeypatch):
    done: list[str] = []
    for module, name in ((derivation, "secret_of"), (opening, "check_password"), (proofs, "check_password")):
        monkeypatch.setattr(module, name, counted(done, name, getattr(module, name)))
    client = signed_in_with_password()
    for present in (PASSWORD, PIN):
        changes(client, "999999")
        wrong, done[:] = list(done), []
        assert changes(client, present).status_code == 200
        right, done[:] = list(done), []
        assert wrong == ["secret_of", "check_password"]
        assert right == ["secret_of", "check_password", "check_password", "secret_of"]
