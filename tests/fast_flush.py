"""Emptying PostgreSQL after a test that commits: by DELETE, for the few rows that a test leaves.

Django empties by TRUNCATE, which makes every table and every index anew: some 0.3 s of work for each test. The
foreign keys are deferred, so that the order of the tables does not matter; sequences are left alone, as by Django.
"""

from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations


def sql_flush(
    self: DatabaseOperations,
    style: Any,
    tables: list[str],
    *,
    reset_sequences: bool = False,
    allow_cascade: bool = False,
) -> list[str]:
    """As in Django, for a flush of all tables; refuses what a DELETE cannot do."""
    assert not reset_sequences, "a DELETE does not start sequences again"
    return [f"DELETE FROM {self.quote_name(table)};" for table in tables]


def use() -> None:
    DatabaseOperations.sql_flush = sql_flush  # type: ignore[assignment]
