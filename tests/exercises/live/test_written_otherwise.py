"""A record is what it says in the one form in which it is written here; what cannot be read at all is named."""

import pytest
from django.db import connection

from exercises.live.store import signing
from tests import forging
from tests.couples.facts.test_written_otherwise import capitals, foreign_keys  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.forges, pytest.mark.sqlite_alone]


@pytest.mark.usefixtures("foreign_keys")
def test_nor_a_session_or_a_record(room):
    capitals("exercises_recordedevent", "command_id", room.records.last().command_id)
    assert len(signing.whats_wrong()) == 1
    capitals("exercises_stream", "id", room.id)
    (line,) = signing.whats_wrong()
    assert "session" in line


@pytest.mark.parametrize("at", ["when it was", "2026-01-01 00:00:00+00:00", "x'00'", 7])
def test_a_record_with_no_moment_is_named(room, at):
    forging.run("UPDATE exercises_recordedevent SET at = %s WHERE id = %s", at, room.records.last().pk)
    (line,) = signing.whats_wrong()
    assert "not written here" in line


@pytest.mark.parametrize(("column", "value"), [("events", "{"), ("mac", "text"), ("events", b"\x00")])
def test_a_record_that_cannot_be_read_is_named(room, column, value):
    with forging.anybody_may_write(), connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        forging.run(
            f"UPDATE exercises_recordedevent SET {column} = %s WHERE id = %s", value, room.records.last().pk
        )
        (line,) = signing.whats_wrong()
    finally:
        connection.close()
    assert "not written here" in line
