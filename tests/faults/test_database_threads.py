"""The connections of the database threads: kept between calls, and replaced when they broke."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from psycopg_pool import PoolTimeout

from couples.accounts import users
from exercises.live.database_threads import SECONDS_OF_REST, in_database
from exercises.live.socket import entrance
from tests.faults.couples import sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def server_process() -> int:
    """The process behind this thread's connection. It takes its time, so that every thread has to answer once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid() FROM pg_sleep(0.2)")
        return int(cursor.fetchone()[0])


async def of_all_threads() -> set[int]:
    found = await asyncio.gather(*(in_database(server_process) for _ in range(settings.DB_THREADS)))
    assert len(set(found)) == settings.DB_THREADS
    return set(found)


def end(processes: set[int]) -> None:
    """As a restart of the server does."""
    with connection.cursor() as cursor:
        for process in processes:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])
    connections.close_all()


def was_open() -> bool:
    """Whether this thread had its connection already. A pool would lend the same one again."""
    found = connection.connection is not None
    server_process()
    return found


async def test_each_thread_keeps_a_connection_of_its_own():
    before = await of_all_threads()
    assert all(await asyncio.gather(*(in_database(was_open) for _ in range(settings.DB_THREADS))))
    assert await of_all_threads() == before


async def test_connections_that_broke_while_they_rested_are_replaced_unnoticed():
    broken = await of_all_threads()
    await asyncio.to_thread(end, broken)
    await asyncio.sleep(SECONDS_OF_REST + 0.1)
    assert not await of_all_threads() & broken


async def test_what_an_error_leaves_behind_is_not_left_to_the_next_call():
    def fails() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nonsense")

    for _ in range(2 * settings.DB_THREADS):
        with pytest.raises(DatabaseError):
            await in_database(fails)
    assert len(await of_all_threads()) == settings.DB_THREADS


@contextmanager
def none_left() -> Iterator[None]:
    """Pages have taken all connections of the pool."""
    pool, lent = cast(Any, connection).pool, []
    pool.open()
    while True:
        try:
            lent.append(pool.getconn(timeout=0.05))
        except PoolTimeout:
            break
    try:
        yield
    finally:
        for one in lent:
            pool.putconn(one)


def process_and_close() -> None:
    server_process()
    connections.close_all()


async def test_no_live_session_waits_for_a_page():
    await asyncio.gather(*(in_database(process_and_close) for _ in range(2 * settings.DB_THREADS)))
    with none_left():
        assert len(await of_all_threads()) == settings.DB_THREADS


async def test_no_new_socket_waits_for_a_page():
    alex = await in_database(users.create, "alex@example.org", "Alex")
    cookie = f"{settings.SESSION_COOKIE_NAME}={await in_database(sign_in, alex)}"
    scope = {"type": "websocket", "headers": [(b"cookie", cookie.encode())]}
    with none_left():
        facts = await entrance.finding(entrance.found)(scope, None, None)
    assert facts["user"] == alex
