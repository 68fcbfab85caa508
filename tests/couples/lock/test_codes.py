"""Codes on paper: each opens private pages once, with a PIN and without. What a first PIN leaves of them."""

import re
import time
from datetime import timedelta

import pytest

from couples.lock import codes, locks, securing
from couples.lock.models import StoreLock
from couples.refused import Refused
from tests.couples.lock.opened import opened_store
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
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
SETTINGS = "/account/lock/settings/"
CODE = re.compile(r"<li>((?:[A-Z2-9]{4}-){3}[A-Z2-9]{4})</li>")


def shown(answer):
    return CODE.findall(answer.content.decode())


def set_pin(client, pin=PIN):
    return shown(client.post(SETTINGS, {"pin": pin, "again": pin}))


def opens(user, secret):
    client = signed_in_otherwise(user)
    return tries(client, secret).status_code == 302 and is_open(client)


def test_there_are_six_of_eighty_random_bits():
    made = codes.new()
    assert len(made) == len(set(made)) == codes.HOW_MANY == 6
    assert len(codes.LETTERS) == len(set(codes.LETTERS)) == 32
    assert {len(one.replace("-", "")) * 5 for one in made} == {80}


def test_those_that_come_with_a_pin_open_once_each(robin):
    made = set_pin(signed_in_with_password())

    assert len(made) == 6
    assert opens(robin, made[0])
    assert not opens(robin, made[0])
    assert opens(robin, made[1].replace("-", " ").lower())


def test_one_opens_at_once_however_many_pins_were_tried_there(robin):
    """Also where strangers have used up what they may try; a wrong code is no PIN, and opens nothing."""
    made = set_pin(signed_in_with_password())
    client = signed_in_otherwise(robin)
    for _time in range(70):
        tries(client, "999999")
        tries(client, "12345678")
    assert tries(client, PIN).status_code == 429
    assert tries(client, made[0][:-1] + ("A" if made[0][-1] != "A" else "B")).status_code == 429

    assert tries(client, made[0]).status_code == 302


def test_they_are_shown_once_and_stored_nowhere(robin):
    client = signed_in_with_password()
    made = set_pin(client)
    stored = [bytes(StoreLock.objects.get().sealed).decode("latin-1"), str(locks.of(robin.pk).kept)]

    assert shown(client.get(SETTINGS)) == []
    assert not [one for one in made for text in [*stored, str(dict(client.session))] if one in text]


def test_a_forgotten_pin_costs_nothing_with_a_code_and_everything_without(robin):
    made = set_pin(signed_in_with_password())
    client = signed_in_with_password()
    for secret in (PASSWORD, "481517", made[0][:-1] + "A", ""):
        assert tries(client, secret).status_code == 422
    assert not is_open(client)
    assert tries(client, made[0]).status_code == 302
    new = set_pin(client, "another one")

    assert opens(robin, "another one")
    assert not opens(robin, made[1])
    assert opens(robin, new[0])


def test_without_a_pin_one_can_make_them_beforehand_and_once(robin):
    client = signed_in_with_password()
    made = shown(client.post(SETTINGS, {"codes": "make"}))
    again = client.post(SETTINGS, {"codes": "make"})

    assert (len(made), again.status_code) == (6, 422)
    assert opens(robin, made[0])
    with pytest.raises(Refused):
        securing.make_codes(opened_store(robin))


# A first PIN that somebody set who knows the password ---------------------------------------------------


def test_a_first_pin_shuts_the_password_out_at_once_and_an_older_code_undoes_it(robin):
    older = securing.make_codes(opened_store(robin))
    owner = signed_in_with_password()
    assert is_open(owner)
    set_pin(signed_in_with_password(), "not the owner’s")
    assert not is_open(owner)
    assert tries(owner, PASSWORD).status_code == 422
    assert tries(owner, older[0]).status_code == 302
    owner.post(SETTINGS, {"remove": "yes"})

    assert not opens(robin, "not the owner’s")
    assert opens(robin, PASSWORD)
    assert opens(robin, older[1])


def test_who_set_it_cannot_make_it_stay_by_changing_it_and_its_codes_go_with_it(robin):
    older = securing.make_codes(opened_store(robin))
    somebody = signed_in_with_password()
    theirs = set_pin(somebody, "not the owner’s")
    somebody.post(SETTINGS, {"remove": "yes"})
    theirs += set_pin(somebody, "not the owner’s either") + set_pin(somebody, "nor this one")

    owner = signed_in_with_password()
    assert tries(owner, older[0]).status_code == 302
    set_pin(owner, "the owner’s own")
    assert not [one for one in (*theirs, "nor this one") if opens(robin, one)]


def test_older_codes_go_with_a_change_that_comes_late_enough(robin, monkeypatch):
    older = securing.make_codes(opened_store(robin))
    with_pin(robin)
    now = time.time()
    for days, still in ((29, True), (31, False)):
        monkeypatch.setattr(time, "time", lambda days=days: now + timedelta(days=days).total_seconds())
        securing.set_pin(opened_store(robin, PIN), PIN)
        assert bool(locks.of(robin.pk).kept.older) is still
    monkeypatch.setattr(time, "time", lambda: now)
    assert not opens(robin, older[0])


def test_the_settings_say_what_there_is(robin):
    client = signed_in_with_password()
    assert b"There are none." in client.get(SETTINGS).content
    client.post(SETTINGS, {"codes": "make"})
    page = client.get(SETTINGS).content
    assert b"6 codes are left." in page
    assert b"If you did not make them" in page
    set_pin(client)
    assert b"And 6 from before the PIN." in client.get(SETTINGS).content
