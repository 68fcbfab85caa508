"""Codes on paper: each opens private pages once, with a PIN and without. What a change leaves of them."""

import os
import re
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from couples.lock import codes, locks, securing
from couples.lock.kept import FORMER_KEPT, MAX_CODES, MAX_PASSKEYS
from couples.lock.models import StoreLock
from couples.refused import Refused
from tests.couples.lock.opened import opened_store
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
from tests.fuzz.forms import forms_of

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
SETTINGS = "/account/lock/settings/"
CODE = re.compile(r"<li>((?:[A-Z2-9]{4}-){3}[A-Z2-9]{4})</li>")


def shown(answer):
    return CODE.findall(answer.content.decode())


def set_pin(client, pin=PIN, present=PASSWORD):
    return shown(changes(client, present, pin=pin, again=pin))


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
    for secret in (PASSWORD, "481517", made[0][:-1] + ("B" if made[0].endswith("A") else "A"), ""):
        assert tries(client, secret).status_code == 422
    assert not is_open(client)
    assert tries(client, made[0]).status_code == 302
    new = set_pin(client, "another one", present=made[1])

    assert opens(robin, "another one")
    assert not opens(robin, made[1])
    assert opens(robin, new[0])


def test_without_a_pin_one_can_make_them_beforehand_and_again(robin):
    client = signed_in_with_password()
    made = shown(changes(client, codes="make"))
    again = shown(changes(client, codes="make"))

    assert (len(made), len(again)) == (6, 6)
    assert opens(robin, made[0])
    assert opens(robin, again[0])


def test_whoever_sends_a_pin_twice_reads_where_new_codes_are_made(robin):
    """Without a script a second press goes through, and its answer takes the place of the one with the codes."""
    client = signed_in_with_password()
    form = next(one for one in forms_of(client.get(SETTINGS).content.decode()) if "pin" in one.choices)
    fields = {name: value.decode() for name, value in form.filled(Random(1)).items()}
    sent = fields | {"present": PASSWORD, "pin": PIN, "again": PIN}
    first, second = (client.post(SETTINGS, sent) for _press in range(2))
    assert (first.status_code, len(shown(first)), second.status_code) == (200, 6, 422)
    assert "can be made again where the PIN is changed" in second.content.decode()
    assert f'href="{SETTINGS}"' in second.content.decode()
    assert "make new ones here" in client.get(SETTINGS).content.decode()
    made = shown(changes(client, PIN, codes="make"))
    assert opens(robin, made[0])


# What somebody else changed ----------------------------------------------------------------------------------


def test_a_first_pin_shuts_the_password_out_at_once_and_an_older_code_opens_but_changes_nothing(robin):
    """Otherwise a code that somebody made once would give them new ones for ever."""
    older = securing.make_codes(opened_store(robin))
    owner = signed_in_with_password()
    assert is_open(owner)
    set_pin(signed_in_with_password(), "not the owner’s")
    assert not is_open(owner)
    assert tries(owner, PASSWORD).status_code == 422
    assert tries(owner, older[0]).status_code == 302
    owner.post("/account/again/", {"password": PASSWORD})
    before = locks.of(robin.pk).kept
    for sent in ({"remove": "yes"}, {"codes": "make"}, {"pin": PIN, "again": PIN}):
        answer = changes(owner, older[1], **sent)
        assert (answer.status_code, b"This is an older code." in answer.content) == (422, True)

    assert locks.of(robin.pk).kept == before
    assert opens(robin, older[1])


CHANGES = {
    "another PIN": lambda store: securing.set_pin(store, PIN),
    "no PIN": securing.remove_pin,
    "new codes": securing.make_codes,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whoever_changes_it_ends_the_codes_from_before_only_after_thirty_days(robin, monkeypatch, change):
    """However often: the owner's go on opening the pages, and not for longer than was said at first."""
    owners = set_pin(signed_in_with_password())
    now = time.time()
    for hours in range(7):
        monkeypatch.setattr(time, "time", lambda hours=hours: now + hours * 3600)
        with suppress(Refused):  # new codes, once there is no room
            change(opened_store(robin, PIN))
        securing.set_pin(opened_store(robin, PIN), PIN)
    for days, still in ((29.9, True), (30.01, False)):
        monkeypatch.setattr(time, "time", lambda days=days: now + timedelta(days=days).total_seconds())
        assert opens(robin, owners.pop()) is still


def test_codes_made_again_and_again_push_nobodys_out_and_prevent_no_pin(robin):
    """Whoever came first and made many, the owner's last six open too, and her PIN takes the others' say away."""
    theirs = signed_in_with_password()
    made = [shown(changes(theirs, codes="make")) for _time in range(4)]
    owners = shown(changes(signed_in_with_password(), codes="make"))
    full = changes(theirs, owners[0], codes="make")
    assert (full.status_code, b"no more fit" in full.content) == (422, True)
    done = changes(signed_in_with_password(), pin=PIN, again=PIN)
    assert (done.status_code, shown(done), b"You get no codes with it" in done.content) == (200, [], True)

    assert len(locks.of(robin.pk).kept.copies) == MAX_CODES
    assert opens(robin, owners[0])
    assert opens(robin, made[0][0])
    theirs = signed_in_with_password()
    tries(theirs, made[1][0])
    assert changes(theirs, made[1][1], pin="592627", again="592627").status_code == 422


def test_a_code_is_not_used_up_when_the_new_pin_is_refused(robin):
    code, *_others = securing.make_codes(opened_store(robin))
    for pin in (PASSWORD, "123456"):
        assert changes(signed_in_with_password(), code, pin=pin, again=pin).status_code == 422

    assert len(locks.of(robin.pk).kept.codes) == 6


def test_as_many_as_there_may_be_fit_into_the_one_length(robin):
    for of in range(MAX_PASSKEYS):
        own = range(2**31 - MAX_PASSKEYS, 2**31)
        securing.let_passkey_in(opened_store(robin), own[of], os.urandom(32), own)
    lengths = {len(bytes(StoreLock.objects.get().sealed))}
    for number in range(7):
        securing.set_pin(opened_store(robin, f"{number} lakes"), f"{number + 1} lakes")
        lengths.add(len(bytes(StoreLock.objects.get().sealed)))
    kept = locks.of(robin.pk).kept

    assert [len(kept.codes), len(kept.older), len(kept.passkeys)] == [0, MAX_CODES, MAX_PASSKEYS]
    assert len(lengths) == 1


def test_codes_of_an_earlier_version_without_an_end_get_one_with_the_next_change(robin):
    with_pin(robin)
    with locks.changing(opened_store(robin, PIN)) as change:
        change.kept = replace(change.kept, older=change.kept.codes, codes=())
    assert {one.until for one in locks.of(robin.pk).kept.copies} == {0}
    securing.set_pin(opened_store(robin, PIN), PIN)

    assert all(one.until > time.time() for one in locks.of(robin.pk).kept.older)


def test_the_settings_say_what_there_is(robin):
    client = signed_in_with_password()
    assert b"There are none." in client.get(SETTINGS).content
    changes(client, codes="make")
    page = client.get(SETTINGS).content
    assert b"6 codes are left." in page
    assert b"If you did not make all of these" in page
    set_pin(client)
    until = date_format(timezone.now() + FORMER_KEPT, "DATE_FORMAT")
    assert f"6 older codes still open these pages, until {until}" in client.get(SETTINGS).content.decode()
