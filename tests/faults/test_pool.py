"""A pooled connection is checked after a rest, not each time it is borrowed; one that broke meanwhile is replaced."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connections
from django.test import RequestFactory
from psycopg_pool import ConnectionPool

from config.errors import broken, is_overload
from config.postgresql import base
from config.postgresql.reasons import is_away, is_lost
from tests.exercises.calls import calls_of
from tests.servers import free_port

PATIENCE = 1.5
pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def database() -> Iterator[base.DatabaseWrapper]:
    """A connection with a pool of its own, which lends only one."""
    known = connections["default"].settings_dict
    options = known["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 1, "timeout": 20}}
    wrapper = base.DatabaseWrapper(known | {"OPTIONS": options}, "lends one")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def borrow(database: base.DatabaseWrapper) -> int:
    """Borrow a connection, ask it something and give it back; the number of the server process behind it."""
    with database.pool.connection() as lent:
        return int(lent.execute("SELECT pg_backend_pid()").fetchone()[0])


def end(process: int) -> None:
    """End the server process behind a connection, as a restart of the server does, and wait until it has."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


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


def test_one_that_broke_just_now_is_replaced_before_it_is_lent(database):
    database.pool.open()
    broken = borrow(database)
    end(broken)
    assert borrow(database) != broken


@pytest.fixture
def unreachable() -> Iterator[base.DatabaseWrapper]:
    """A pool whose database is not there."""
    known = connections["default"].settings_dict
    pool = {"min_size": 1, "max_size": 1, "timeout": PATIENCE}
    elsewhere = {"HOST": "127.0.0.1", "PORT": free_port(), "OPTIONS": {"pool": pool}}
    wrapper = base.DatabaseWrapper(known | elsewhere, "is away")
    yield wrapper
    wrapper.close_pool()


def test_a_pool_finds_its_database_soon_after_it_is_back(unreachable):
    pool = unreachable.pool
    pool.open()
    time.sleep(3.4)  # the next attempt of psycopg_pool would be at the seventh second
    assert unreachable.state(0.1) == "away"
    known = connections["default"].settings_dict
    pool.kwargs = pool.kwargs | {"host": known["HOST"], "port": known["PORT"]}
    began = time.monotonic()
    with pool.connection(timeout=10):
        assert time.monotonic() - began < 2.5
    assert unreachable.state(1) == "ok"
    assert pool.timeout == PATIENCE


def test_a_page_waits_long_only_as_long_as_nobody_knows_that_the_database_is_away(unreachable):
    with pytest.raises(OperationalError):
        unreachable.ensure_connection()
    began = time.monotonic()
    with pytest.raises(OperationalError) as away:
        unreachable.ensure_connection()
    assert time.monotonic() - began < base.AWAY + 0.3
    assert is_away(away.value)


def test_a_page_learns_whether_the_database_is_away_or_others_have_all_connections(unreachable, database):
    with pytest.raises(OperationalError) as away:
        unreachable.ensure_connection()
    database.pool.open()
    with database.pool.connection():
        assert database.state(0.1) == "busy"
        database.pool.timeout = 0.1
        with pytest.raises(OperationalError) as busy:
            database.ensure_connection()
    assert [is_away(one.value) for one in (away, busy)] == [True, False]
    assert [is_overload(one.value) for one in (away, busy)] == [False, True]


@pytest.mark.parametrize(("method", "status"), [("get", 503), ("post", 500)])
def test_a_page_that_was_asked_for_while_the_database_ended_says_to_come_back(method, status, database):
    with database.cursor() as cursor:
        end(cursor.connection.info.backend_pid)
        with pytest.raises(OperationalError) as lost:
            cursor.execute("SELECT 1")
    assert is_lost(lost.value)
    assert not is_away(lost.value)
    try:
        raise lost.value
    except OperationalError:
        assert broken(getattr(RequestFactory(), method)("/help/")).status_code == status


def test_a_query_that_took_too_long_lost_no_connection(database):
    with database.cursor() as cursor:
        cursor.execute("SET statement_timeout = 1")
        with pytest.raises(OperationalError) as slow:
            cursor.execute("SELECT pg_sleep(1)")
    assert not is_lost(slow.value)
