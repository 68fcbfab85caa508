"""How many rows each table of a database has."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

Rows = dict[str, int]


def in_tables(cursor: Any, tables: Iterable[str]) -> Rows:
    """Count what this cursor sees. The names come from the database itself."""
    counted = {}
    for table in sorted(tables):
        quoted = '"{}"'.format(table.replace('"', '""'))
        cursor.execute(f"SELECT count(*) FROM {quoted}")
        counted[table] = int(cursor.fetchone()[0])
    return counted


def in_database(connection: BaseDatabaseWrapper) -> Rows:
    with connection.cursor() as cursor:
        return in_tables(cursor, connection.introspection.table_names(cursor))
