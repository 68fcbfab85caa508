"""A pooled connection is checked after a rest, not each time it is borrowed; one that broke meanwhile is replaced."""

from __future__ import annotations

import time

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from config.postgresql import base
from tests.exercises.calls import calls_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def borrow() -> int:
    """Borrow a connection, ask it something and give it back; the number of the server process behind it."""
    with connection.pool.connection() as lent:
        return int(lent.execute("SELECT pg_backend_pid()").fetchone()[0])


def break_all() -> None:
    """End every connection to this database, as a restart of the server does."""
    known = connection.get_connection_params()
    wanted = {name: known[name] for name in ("dbname", "host", "port", "user", "password") if name in known}
    with psycopg.connect(**wanted) as own:
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_connection_is_checked_once_and_not_each_time_it_is_borrowed():
    connection.close()
    borrow()
    with calls_of(ConnectionPool.check_connection) as calls:
        for _ in range(20):
            borrow()
    assert calls.count["check_connection"] <= 1  # the pool may lend two in turn


def test_a_connection_that_broke_while_it_rested_is_replaced():
    connection.close()
    before = {borrow() for _ in range(8)}
    break_all()
    time.sleep(base.REST + 0.1)
    assert not before & {borrow() for _ in range(8)}
