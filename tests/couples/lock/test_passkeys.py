"""Passkeys that were let in open private pages with a PIN; others only without one."""

import pytest

from couples.lock import locks, passkeys, securing
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    for_real,
    is_open,
    robin,
    signed_in_otherwise,
    tries,
    with_pin,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
OPEN, LET_IN = "/account/lock/passkey/", "/account/lock/settings/passkey/"


def opened(user, secret=PASSWORD):
    """Signed in, and the pages opened by the password or a PIN."""
    client = signed_in_otherwise(user)
    assert tries(client, secret).status_code == 302
    client.post("/account/again/", {"password": PASSWORD})
    return client


def let_in(user, **more):
    key = SoftKey(user, **more)
    assert key.used_at(opened(user), LET_IN, present=PASSWORD).status_code == 302
    return key


def test_it_is_asked_for_the_same_secret_for_ever():
    assert passkeys.WHAT_FOR == b"Counterpoint: private pages"


def test_one_that_was_let_in_opens_them_with_a_pin(robin):
    key = let_in(robin)
    with_pin(robin)
    client = signed_in_otherwise(robin)
    assert not is_open(client)

    assert key.used_at(client, OPEN, next="/alone/b/").url == "/alone/b/"
    assert is_open(client)


def test_one_that_was_not_let_in_opens_them_only_without_a_pin(robin):
    key, client = SoftKey(robin), signed_in_otherwise(robin)
    assert key.used_at(client, OPEN).status_code == 302
    assert is_open(client)
    with_pin(robin)

    assert not is_open(client)
    answer = key.used_at(client, OPEN)
    assert (answer.status_code, is_open(client)) == (422, False)
    assert b"That passkey doesn" in answer.content


def test_one_that_gives_no_secret_is_not_let_in_and_the_page_says_why(robin):
    key = SoftKey(robin, gives_secret=False)
    answer = key.used_at(opened(robin), LET_IN, present=PASSWORD)

    assert answer.status_code == 422
    assert b"gives no secret" in answer.content
    assert not locks.of(robin.pk).kept.passkeys


def test_the_secret_without_the_passkey_opens_nothing(robin, drew):
    """Neither with another one's answer, nor with one to an earlier challenge."""
    key, other = let_in(robin), SoftKey(robin)
    with_pin(robin)
    client = signed_in_otherwise(robin)
    other.prf = key.prf
    assert other.used_at(client, OPEN).status_code == 422
    old = key.answer_to(client.post(OPEN).json()["options"]["publicKey"]["challenge"])
    client.post(OPEN)

    assert client.post(OPEN, old).status_code == 422
    assert client.post(OPEN, {"credential": "{}", "prf": old["prf"]}).status_code == 422
    assert client.post(OPEN, {"credential": "no JSON", "prf": "no base64"}).status_code == 422
    assert not is_open(client)


def test_letting_one_in_needs_the_open_pages(robin):
    with_pin(robin)
    key, client = SoftKey(robin), signed_in_otherwise(robin)

    assert client.post(LET_IN).url.startswith("/account/lock/")
    assert client.post(LET_IN, key.answer_to("AAAA")).url.startswith("/account/lock/")
    assert not locks.of(robin.pk).kept.passkeys


def test_it_still_opens_them_after_the_pin_was_changed_and_removed_with_the_account_it_does_not(robin):
    key = let_in(robin)
    with_pin(robin)
    securing.set_pin(opened_store(robin, PIN), "another one")
    client = signed_in_otherwise(robin)
    assert key.used_at(client, OPEN).status_code == 302
    client.post("/account/lock/now/")
    challenge = client.post(OPEN).json()["options"]["publicKey"]["challenge"]
    key.row.delete()

    assert client.post(OPEN, key.answer_to(challenge)).status_code == 422


def test_one_that_is_no_longer_of_the_account_gives_up_its_place(robin):
    first = let_in(robin)
    for _key in range(3):
        let_in(robin)
    full = SoftKey(robin).used_at(opened(robin), LET_IN, present=PASSWORD)
    assert (full.status_code, b"No more passkeys fit" in full.content) == (422, True)
    first.row.delete()

    let_in(robin)
    assert len(locks.of(robin.pk).kept.passkeys) == 4


def test_the_settings_say_which_ones_open_them(robin):
    let_in(robin, name="My phone")
    SoftKey(robin, name="An old key")
    page = opened(robin).get("/account/lock/settings/").content.decode()

    assert "My phone: opens these pages, with a PIN and without" in page
    assert "An old key: opens them only while there is no PIN" in page
