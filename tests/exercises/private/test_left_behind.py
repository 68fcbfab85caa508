"""What was written before a PIN, or is erased or emptied, is in no page that SQLite leaves behind."""

import sqlite3
import time
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.models import Model

from couples import traces
from couples.keys.models import PersonKey
from couples.privacy import erasure
from exercises.private.models import PrivateStore
from tests import sqlite_files
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    for_real,
    robin,
    signed_in_with_password,
)

__all__ = ["for_real", "robin"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_alone,  # PostgreSQL keeps dead rows until its vacuum
    pytest.mark.usefixtures("for_real"),
]
BIT = 64
"""So many bytes of what was sealed are looked for: not all of it lies in one page."""


@pytest.fixture
def written(robin):
    """A browser in which Robin has written something."""
    client = signed_in_with_password()
    assert client.post("/alone/b/", {"limit": "unmistakable-private-word"}).url == "/alone/b/"
    return client


def stored_of(robin) -> bytes:
    return bytes(PrivateStore.objects.get(person=robin).sealed)


def is_left(value: bytes, model: type[Model] = PrivateStore) -> bool:
    """Whether some bytes of it stand in a file of its database."""
    used = connections["keys" if model is PersonKey else "default"]
    return value[len(value) // 2 :][:BIT] in sqlite_files.read(used)


def sets_a_pin(robin, client) -> None:
    client.post("/account/lock/settings/", {"pin": PIN, "again": PIN, "present": PASSWORD})


def empties_the_pages(robin, client) -> None:
    client.post("/account/lock/empty/", {"sure": "yes"})


def is_erased(robin, client) -> None:
    erasure.erase(robin)


@pytest.mark.parametrize("act", [sets_a_pin, empties_the_pages, is_erased])
def test_the_old_bytes_are_gone(robin, written, act):
    before, key = stored_of(robin), bytes(PersonKey.objects.get(person=robin.pk).wrapped)
    assert is_left(before)
    assert is_left(key, PersonKey)

    act(robin, written)
    assert PrivateStore.objects.filter(person=robin, sealed=before).exists() is False
    assert not is_left(before)
    assert is_left(key, PersonKey) is (act is not is_erased)


@pytest.mark.parametrize("alias", ["default", "keys"])
def test_what_is_freed_is_overwritten_by_our_own_setting(alias):
    """Some builds of SQLite do so by themselves, and others do not."""
    assert "secure_delete=ON" in connections[alias].settings_dict["OPTIONS"]["init_command"]
    with connections[alias].cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_it_is_no_error_while_somebody_reads(written):
    """And waits for nobody; a duty empties the log later."""
    file = str(connection.settings_dict["NAME"])
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM couples_user").fetchone()
    PrivateStore.objects.update(pending=b"x")
    before = time.monotonic()
    traces.empty_logs()
    assert time.monotonic() - before < 1
    assert Path(f"{file}-wal").stat().st_size > 0
    reader.close()
    assert traces.empty_logs() == 2
    assert Path(f"{file}-wal").stat().st_size == 0
