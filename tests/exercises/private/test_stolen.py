"""Both databases with the master key: with a PIN they open no private page, without what its owner has."""

import base64
from dataclasses import replace
from io import StringIO

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from couples.keys import data_keys
from couples.lock import locks, opening, securing
from couples.lock import state as lock_state
from couples.lock.models import StoreLock
from exercises.private import pending, store
from exercises.private.models import PrivateStore
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    changes,
    for_real,
    is_open,
    request_of,
    robin,
    signed_in_otherwise,
    signed_in_with_password,
    tries,
    with_pin,
)
from tests.exercises.private import stolen

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
WORDS, LATE = "unmistakable-private-word", "unmistakable-late-word"


def write(client, words=WORDS):
    assert client.post("/alone/b/", {"limit": words}).url == "/alone/b/"


@pytest.fixture
def owner(robin):
    """A browser in which Robin has written something, and set a PIN."""
    client = signed_in_with_password()
    client.get("/")
    write(client)
    changes(client)
    assert is_open(client)
    return client


def test_without_a_pin_the_copies_do_open_them(robin):
    """They find what they are looking for where it can be found."""
    write(signed_in_with_password())
    signed_in_otherwise(robin).post("/alone/b/", {"limit": LATE})

    assert WORDS in stolen.read(robin)
    assert LATE in stolen.read(robin)


def test_with_a_pin_nothing_in_the_copies_opens_them(robin, owner):
    of_account = RecoveryCodes(RecoveryCodes.activate(robin).instance).generate_codes()
    SoftKey(robin)
    owner.post("/account/lock/now/")
    owner.post("/alone/b/", {"limit": LATE})

    assert not [one for one in (WORDS, LATE) if one in stolen.read(robin)]
    lock = locks.of(robin.pk)
    for secret in (PASSWORD, *of_account):
        assert opening.by_pin_or_code(robin, lock, secret)[0] is None


def test_while_they_are_open_nothing_in_the_copies_opens_them_either(robin, owner):
    assert is_open(owner)
    assert stolen.lock_states(robin)
    assert WORDS not in stolen.read(robin)


def test_what_its_owner_has_opens_them_with_the_same_copies(robin):
    client = signed_in_with_password()
    write(client)
    code = securing.make_codes(opened_store(robin))[0]
    key = SoftKey(robin)
    securing.let_passkey_in(opened_store(robin), key.row.pk, key.prf, [key.row.pk])
    with_pin(robin)
    lock = locks.of(robin.pk)
    assert WORDS not in stolen.read(robin)

    by_pin = opening.by_pin_or_code(robin, lock, PIN)[0]
    by_code = opening.by_pin_or_code(robin, lock, code)[0]
    by_passkey = opening.by_passkey(lock, key.row.pk, key.prf)
    assert by_pin.key == by_code.key == by_passkey.key
    assert store.read(by_pin)["limits"][0]["limit"] == WORDS


def test_an_older_copy_from_before_the_pin_opens_nothing_that_came_after_it(robin):
    client = signed_in_with_password()
    write(client)
    before = opened_store(robin)
    changes(client)
    write(client, LATE)

    assert store.read(before)["limits"] == []
    assert len(store.read(opened_store(robin, PIN))["limits"]) == 2


def test_the_key_of_open_pages_is_in_no_row(robin, owner):
    key = opened_store(robin, PIN).key
    text, raw = stolen.everything(robin)

    assert is_open(owner)
    assert stolen.lock_states(robin)
    assert not [one for one in raw if key in one]
    assert not [one for one in (key.hex(), base64.b64encode(key).decode()[:40], str(key)) if one in text]


def test_what_was_sent_to_locked_pages_is_there_when_they_open(robin, owner):
    owner.post("/account/lock/now/")
    owner.post("/alone/b/", {"limit": LATE})
    assert LATE not in stolen.read(robin)
    tries(owner, PIN)

    assert LATE in owner.get("/alone/b/").content.decode()
    assert pending.read(opened_store(robin, PIN)).fields == {"limit": LATE}


def test_what_was_sent_in_stays_through_a_change_of_the_pin(robin, owner):
    signed_in_otherwise(robin).post("/alone/b/", {"limit": LATE})
    changes(owner, PIN, pin="another one", again="another one")

    assert LATE in owner.get("/alone/b/").content.decode()


def test_rows_have_one_length_whatever_opens_them(robin, alex, blair, casey, drew):
    for person in (alex, blair, casey, drew):
        store.make(person.pk)
    securing.make_codes(opened_store(alex))
    with_pin(alex)
    with_pin(blair)
    securing.make_codes(opened_store(casey))
    key = SoftKey(robin)
    for _one in range(4):
        securing.let_passkey_in(opened_store(robin), SoftKey(robin).row.pk, key.prf, range(9999))
    securing.make_codes(opened_store(robin))
    with_pin(robin)
    store.make(robin.pk)
    locked = Client()
    locked.force_login(blair)
    locked.post("/alone/b/", {"limit": LATE})

    assert StoreLock.objects.count() == PrivateStore.objects.count() == 5
    assert len({(len(bytes(row.public)), len(bytes(row.sealed))) for row in StoreLock.objects.all()}) == 1
    assert len({(len(bytes(row.sealed)), len(bytes(row.pending))) for row in PrivateStore.objects.all()}) == 1


def test_sessions_keep_one_length_open_or_not_with_a_pin_or_without(robin, owner, drew):
    with_pin(drew)
    idle, locked = signed_in_otherwise(drew), signed_in_otherwise(robin)
    for client in (idle, locked):
        client.get("/")
    tries(locked, "wrong")

    assert len({len(client.session["lock"]) for client in (owner, idle, locked)}) == 1
    states = [lock_state.read(request_of(client, user)) for client, user in ((owner, robin), (locked, robin))]
    assert len({len(one.key) for one in states}) == 1


def test_with_another_cookie_the_open_pages_close_calmly(robin, owner):
    session = owner.session
    session.cycle_key()
    session.save()
    owner.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    answer = owner.get("/alone/b/")
    assert answer.status_code == 302
    assert answer.url.startswith("/account/lock/")
    assert tries(owner, PIN).status_code == 302
    assert WORDS in owner.get("/alone/b/").content.decode()


def test_a_new_password_leaves_them_open_here(robin, owner):
    before = owner.session.session_key
    owner.post("/account/password/", {"oldpassword": PASSWORD, "password1": "quite another sentence"})

    assert owner.session.session_key != before
    assert is_open(owner)
    assert WORDS in owner.get("/alone/b/").content.decode()


def test_emptying_gives_them_a_new_key_without_a_pin_a_code_or_a_passkey(robin, owner):
    before, lock = opened_store(robin, PIN), locks.of(robin.pk)
    owner.post("/account/lock/empty/", {"sure": "yes"})
    after = locks.of(robin.pk)

    assert not after.kept.has_pin
    assert (after.kept.copies, after.kept.passkeys) == ((), ())
    assert lock.kept.copies
    assert after.without_pin.public != before.public
    assert store.read(before) == store.read(after.without_pin)
    assert bytes(StoreLock.objects.get(person=robin).public) == after.without_pin.public


def test_after_an_erasure_of_the_data_key_not_even_the_key_opens_an_older_copy(robin, owner):
    lock, row = StoreLock.objects.get(person=robin), PrivateStore.objects.get(person=robin)
    with_key = opened_store(robin, PIN)
    assert store.read(with_key)["limits"]
    data_keys.destroy(robin.pk)
    data_keys.make(robin.pk)
    StoreLock.objects.update(sealed=lock.sealed)
    PrivateStore.objects.update(sealed=row.sealed)

    assert locks.of(robin.pk) is None
    assert tries(owner, PIN).status_code == 422
    assert store.read(replace(with_key, data_key=data_keys.data_key(robin.pk)))["limits"] == []


@pytest.mark.forges
def test_keys_can_be_rotated_under_locked_pages(robin, owner, settings):
    owner.post("/account/lock/now/")
    old, new = settings.MASTER_KEYS[0], b"another master key of 32 bytes.."
    settings.MASTER_KEYS = [new, old]
    call_command("rotate_keys", stdout=StringIO())
    settings.MASTER_KEYS = [new]

    assert WORDS not in stolen.read(robin)
    client = signed_in_otherwise(robin)
    assert tries(client, PIN).status_code == 302
    assert WORDS in client.get("/alone/b/").content.decode()
    settings.MASTER_KEYS = [old]
    with pytest.raises(data_keys.CannotOpen):
        locks.of(robin.pk)
    settings.MASTER_KEYS = [old, new]  # as the next test has them
    call_command("rotate_keys", stdout=StringIO())
