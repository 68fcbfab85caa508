"""A pooled connection is checked after a rest, not each time it is borrowed; one that broke meanwhile is replaced."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from psycopg_pool import ConnectionPool

from config.postgresql import base
from tests.exercises.calls import calls_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def database() -> Iterator[base.DatabaseWrapper]:
    """A connection with a pool of its own, which lends only one."""
    known = connections["default"].settings_dict
    options = known["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 1, "timeout": 20}}
    wrapper = base.DatabaseWrapper(known | {"OPTIONS": options}, "lends one")
    yield wrapper
    wrapper.close_pool()


def borrow(database: base.DatabaseWrapper) -> int:
    """Borrow a connection, ask it something and give it back; the number of the server process behind it."""
    with database.pool.connection() as lent:
        return int(lent.execute("SELECT pg_backend_pid()").fetchone()[0])


def end(process: int) -> None:
    """End the server process behind a connection, as a restart of the server does."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])


def test_a_connection_is_checked_once_and_not_each_time_it_is_borrowed(database):
    database.pool.open()
    borrow(database)
    with calls_of(ConnectionPool.check_connection) as calls:
        for _ in range(20):
            borrow(database)
    assert calls.count["check_connection"] == 0


def test_a_connection_is_checked_when_it_has_rested(database):
    database.pool.open()
    borrow(database)
    time.sleep(base.REST + 0.1)
    with calls_of(ConnectionPool.check_connection) as calls:
        borrow(database)
    assert calls.count["check_connection"] == 1


def test_a_connection_that_broke_while_it_rested_is_replaced(database):
    database.pool.open()
    broken = borrow(database)
    end(broken)
    time.sleep(base.REST + 0.1)
    assert borrow(database) != broken


def test_one_that_broke_just_now_fails_once_and_is_replaced(database):
    database.pool.open()
    broken = borrow(database)
    end(broken)
    with pytest.raises(psycopg.OperationalError):
        borrow(database)
    assert borrow(database) != broken
