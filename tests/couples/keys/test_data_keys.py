"""Data keys: where they live, what opens them, and that a destroyed one is gone in every process."""

import uuid

import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from django.db import connections

from couples.keys import data_keys
from couples.keys.cache import RememberedKeys
from couples.keys.models import PersonKey

pytestmark = pytest.mark.django_db
OLD, NEW = b"o" * 32, b"n" * 32


def test_a_person_begins_with_a_data_key_of_32_bytes(alex, blair):
    assert len(data_keys.data_key(alex.pk)) == 32
    assert data_keys.data_key(alex.pk) != data_keys.data_key(blair.pk)


def test_making_a_key_twice_keeps_the_first(alex):
    first = data_keys.data_key(alex.pk)

    data_keys.make(alex.pk)

    assert data_keys.data_key(alex.pk) == first


def test_nobody_without_a_key_gets_one_by_asking():
    stranger = uuid.uuid4()

    assert data_keys.data_key(stranger) is None
    assert not PersonKey.objects.filter(person=stranger).exists()


def test_keys_live_only_in_their_own_database(alex):
    in_default, in_keys = (set(connections[name].introspection.table_names()) for name in ("default", "keys"))

    assert "couples_personkey" not in in_default
    assert in_keys - {"django_migrations"} == {"couples_personkey", "couples_latest"}


def test_a_stored_key_is_wrapped(alex):
    stored = bytes(PersonKey.objects.get(person=alex.pk).wrapped)

    assert len(stored) == 40
    assert data_keys.data_key(alex.pk) not in stored


def test_a_destroyed_key_is_gone_and_the_epoch_says_so(alex):
    data_keys.destroy(alex.pk)

    alex.refresh_from_db()
    assert alex.key_epoch == 1
    assert data_keys.data_key(alex.pk) is None


def test_a_remembered_key_does_not_survive_destruction_in_another_process(alex):
    assert data_keys.data_key(alex.pk, epoch=0)
    here = data_keys._remembered
    data_keys._remembered = RememberedKeys(most=1)  # destroyed elsewhere: nothing is forgotten here
    data_keys.destroy(alex.pk)
    data_keys._remembered = here

    alex.refresh_from_db()
    assert data_keys.data_key(alex.pk, epoch=alex.key_epoch) is None


def test_under_the_same_epoch_a_remembered_key_needs_no_look(alex, django_assert_num_queries):
    key = data_keys.data_key(alex.pk, epoch=7)

    with django_assert_num_queries(0, using="keys"):
        assert data_keys.data_key(alex.pk, epoch=7) == key


def test_only_so_many_keys_are_remembered():
    remembered = RememberedKeys(most=2)
    one, two, three = (uuid.uuid4() for _ in range(3))
    for person in (one, two):
        remembered.put(person, 0, person.bytes)
    remembered.get(one, 0)
    remembered.put(three, 0, three.bytes)

    assert [remembered.get(person, 0) for person in (one, two, three)] == [one.bytes, None, three.bytes]


@pytest.mark.forges
def test_a_new_master_key_wraps_and_the_old_one_still_opens(alex, drew, settings):
    settings.MASTER_KEYS = [OLD]
    person, later = uuid.uuid4(), uuid.uuid4()
    data_keys.make(person)
    key = data_keys.data_key(person)
    settings.MASTER_KEYS = [NEW, OLD]
    data_keys.make(later)

    assert data_keys.data_key(person) == key
    assert PersonKey.objects.get(person=later).kek_id == data_keys.kek_id(NEW)


@pytest.mark.forges
def test_without_its_master_key_a_data_key_cannot_be_opened(alex, settings):
    settings.MASTER_KEYS = [NEW]

    with pytest.raises(data_keys.CannotOpen, match="MASTER_KEYS"):
        data_keys.data_key(alex.pk)


def test_a_wrapped_key_opens_nothing_in_another_persons_row(alex, blair):
    PersonKey.objects.filter(person=blair.pk).update(wrapped=PersonKey.objects.get(person=alex.pk).wrapped)

    with pytest.raises(data_keys.CannotOpen):
        data_keys.data_key(blair.pk)


def test_wrapping_is_the_published_aes_key_wrap(settings):
    settings.MASTER_KEYS = [OLD]
    person, key = uuid.UUID(int=5), bytes(range(32))
    wrapped = aes_key_wrap(data_keys._wrapping_key(OLD, person), key)
    PersonKey.objects.create(person=person, wrapped=wrapped, kek_id=data_keys.kek_id(OLD))

    assert data_keys.data_key(person) == key


def test_a_mac_is_the_same_for_the_same_purpose_and_no_other():
    assert data_keys.mac("command", b"body") == data_keys.mac("command", b"body")
    assert data_keys.mac("command", b"body") != data_keys.mac("invitation", b"body")
    assert data_keys.mac("command", b"body") != data_keys.mac("command", b"other body")


def test_a_mac_is_still_known_after_the_master_key_was_replaced(settings):
    settings.MASTER_KEYS = [OLD]
    tag = data_keys.mac("command", b"body")
    settings.MASTER_KEYS = [NEW, OLD]

    assert tag != data_keys.mac("command", b"body")
    assert data_keys.is_mac(tag, "command", b"body")
    assert not data_keys.is_mac(tag, "command", b"other body")
