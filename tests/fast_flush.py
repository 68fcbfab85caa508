"""Emptying PostgreSQL after a test that commits: by DELETE, for the few rows that a test leaves.

Django empties by TRUNCATE, which makes every table and every index anew: some 0.3 s of work for each test. The
foreign keys are deferred, so that the order of the tables does not matter; sequences are left alone, as by Django.
What migrating writes is left as well, on both databases: the names of models and of permissions are facts of the
code, and to write them again after each such test costs more than the rest of emptying.
"""

from typing import Any, Final

from django.core.management.commands import flush
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations

WRITTEN_BY_MIGRATING: Final = {"django_content_type", "auth_permission"}


def of_one_database(style: Any, connection: BaseDatabaseWrapper, **options: Any) -> list[str]:
    """Return what empties this database, but for what migrating writes."""
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [name for name in found if name not in WRITTEN_BY_MIGRATING]
    return connection.ops.sql_flush(style, tables, **options)


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
    flush.sql_flush = of_one_database  # type: ignore[attr-defined]
    flush.emit_post_migrate_signal = lambda *_: None  # type: ignore[attr-defined]
    DatabaseOperations.sql_flush = sql_flush  # type: ignore[assignment]
