"""A lock of an earlier version opens with what opened it, and has the length of all others after the update."""

import json
from dataclasses import asdict
from importlib import import_module

import pytest
from django.apps import apps

from couples.facts import changing, guard, signing
from couples.keys import data_keys
from couples.lock import kept as keeping
from couples.lock import locks, securing
from couples.lock.models import StoreLock
from tests.couples.lock.opened import opened_store
from tests.couples.lock.unlocking import PIN, for_real, is_open, robin, signed_in_otherwise, tries

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
migration = import_module("couples.migrations.0011_at_home")
SIZE_THEN = 4096 - data_keys.LENGTH_BYTES


def as_it_was(user) -> bytes:
    """The lock of this person, as an earlier version sealed it: shorter, and with copies that have no end."""
    lock = locks.of(user.pk)
    found = asdict(lock.kept) | {"pin_since": 1.5}
    for name in ("codes", "older", "passkeys"):
        found[name] = [{key: one[key] for key in ("public", "box", "of")} for one in found[name]]
    found["pin"] = {key: found["pin"][key] for key in ("public", "box", "of")}
    body = json.dumps(found).encode().ljust(SIZE_THEN)
    sealed: bytes = data_keys.seal(lock.data_key, body, keeping._context(user.pk))
    return sealed


def test_it_opens_with_its_pin_and_codes_and_is_as_long_as_others(robin, drew):
    _open_store, codes = securing.set_pin(opened_store(robin), PIN)
    with changing.changing(robin):
        StoreLock.objects.filter(person=robin).update(sealed=as_it_was(robin))
    locks.of(drew.pk)
    guard.let_migrate()
    try:
        migration.make_longer(apps, None)
    finally:
        guard.has_migrated()
    signing.sign_everybody()

    assert len({len(bytes(row.sealed)) for row in StoreLock.objects.all()}) == 1
    for secret in (PIN, codes[0]):
        client = signed_in_otherwise(robin)
        assert tries(client, secret).status_code == 302
        assert is_open(client)
