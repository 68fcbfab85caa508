"""What is counted is kept until its time is over, whoever else comes; what is read is never more than data."""

import base64
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.cache import cache, caches
from django.db import connection, connections
from django.test import Client

from couples.ratelimits import store
from couples.ratelimits.pseudonyms import cache_key
from couples.ratelimits.store import Counts

pytestmark = pytest.mark.django_db
TABLE = "short_lived_counts"


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")
        return int(cursor.fetchone()[0])


def test_nobody_is_forgotten_because_many_others_came():
    counts = cast(Any, type(caches["default"]))(
        TABLE, {"OPTIONS": {"MAX_ENTRIES": 10}, "KEY_FUNCTION": cache_key}
    )
    locked = [f"locked {number}" for number in range(5)]
    for key in locked:
        counts.add(key, [1.5, 2.5], 600)
    for number in range(50):
        counts.set(f"stranger {number}", True, 600)
    assert len(counts.get_many(locked)) == 5
    store.forget_over()
    assert counts.get_many(locked) == {key: [1.5, 2.5] for key in locked}


def test_what_is_over_is_gone_and_may_be_taken_again():
    assert cache.add("slot", 1, 600)
    assert not cache.add("slot", 2, 600)
    assert cache.get("slot") == 1
    cache.set("slot", 3, -1)
    assert cache.get("slot") is None
    assert not cache.touch("slot", 600)
    assert cache.add("slot", 4, 600)
    cache.set("over", 5, -1)
    assert (rows(), store.forget_over(), rows()) == (2, 1, 1)
    assert cache.get("slot") == 4
    assert cache.delete("slot")
    assert not cache.delete("slot")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_one_slot_at_once_one_gets_it():
    cache.set("slot", 0, -1)

    def taken(number: int) -> bool:
        try:
            return bool(cache.add("slot", number, 600))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(taken, range(24))) == 1
    cache.clear()


class Harmful:
    def __reduce__(self):
        return Path.touch, (Path("harm"),)


def test_a_row_that_somebody_put_there_is_never_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cache.set("count", 1, 600)
    harm = base64.b64encode(pickle.dumps(Harmful())).decode()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET value = %s", [harm])
    assert cache.get("count") is None
    assert not Path("harm").exists()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/login/", {"login": "p%s@example.org", "password": "wrong"}),
        ("/account/login/code/", {"email": "p%s@example.org"}),
    ],
)
def test_an_address_that_may_not_try_any_more_fills_no_table(settings, path, form):
    rates = {"failed_address": "3/5m/ip", "mail_address": "3/h/ip"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | rates

    def tried(number: int) -> int:
        Client().post(path, {name: value.replace("%s", str(number)) for name, value in form.items()})
        return rows()

    for number in range(4):
        before = tried(number)
    assert [tried(number) for number in range(10, 20)] == [before] * 10


def test_this_is_the_store_of_all_limits():
    assert isinstance(caches["default"], Counts)
