"""Private pages from before they had a key of their own: what was written is there, and a PIN goes on working."""

import json
import zlib

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from couples.accounts import users
from couples.accounts.models import User
from couples.facts import signing
from couples.keys import data_keys
from couples.lock import locks, opening
from exercises.private import pending, store
from tests.couples.lock.opened import opened_store

WORDS, LATE, PIN = "written long ago", "sent in long ago", "481516"
BEFORE = [("couples", "0005_chains"), ("exercises", "0003_ready_mails")]


def before_locks():
    """Go back to where there were none, and return the models of then."""
    for app, name in reversed(BEFORE):
        call_command("migrate", app, name, verbosity=0)
    return MigrationExecutor(connection).loader.project_state(BEFORE).apps


def old_row(person):
    """The columns of a private store, as they were sealed under the data key."""
    key = data_keys.data_key(person)
    body = zlib.compress(json.dumps({"limits": [{"limit": WORDS}]}).encode(), 9)
    room = store.SIZE - data_keys.LENGTH_BYTES - store.LENGTH
    padded = len(body).to_bytes(store.LENGTH, "big") + body + bytes(room - len(body))
    sent = json.dumps({"path": "/alone/b/", "fields": {"limit": LATE}, "mark": "0123abcd"}).encode()
    waiting = sent.ljust(pending.SIZE - data_keys.LENGTH_BYTES)
    return {
        "sealed": data_keys.seal(key, padded, f"shelf|{person}".encode()),
        "pending": data_keys.seal(key, waiting, f"shelf waiting|{person}".encode()),
    }


@pytest.mark.django_db(transaction=True)
def test_what_was_there_before_is_there_after():
    with_pin, without = users.create("pin@example.org", "Pin").pk, users.create("no@example.org", "No").pk
    try:
        before = before_locks()
        before.get_model("couples", "User").objects.filter(pk=with_pin).update(pin=make_password(PIN))
        for person in (with_pin, without):
            before.get_model("exercises", "PrivateStore").objects.create(person_id=person, **old_row(person))
    finally:
        call_command("migrate", verbosity=0)
        signing.sign_anew([with_pin, without])  # as the first migration with MACs does

    user = User.objects.get(pk=with_pin)
    assert locks.has_pin(with_pin)
    assert opening.by_pin_or_code(user, locks.of(with_pin), "999999")[0] is None
    for open_store in (opened_store(user, PIN), opened_store(without)):
        assert store.read(open_store)["limits"] == [{"limit": WORDS}]
        assert pending.read(open_store).fields == {"limit": LATE}
    kept = locks.of(with_pin).kept
    assert (kept.free, kept.earlier_pin) == ("", "")
    assert opened_store(user, PIN).key == opened_store(user, PIN).key
