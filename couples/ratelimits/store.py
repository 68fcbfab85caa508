"""Where attempts are counted, for all processes: a cache in one table, which forgets nothing before its time.

Django's own empties a third of its table when there are many rows, locks that are in force among them, and unpickles
what it reads. Here a row is JSON and leaves when it has expired, by `forget_over`; nobody can make another one leave.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connections, router
from django.utils import timezone

ALWAYS: Final = timedelta(days=3650)
"""For how long something is kept that has no end."""


class Counts(BaseDatabaseCache):
    """A cache backend. Values are what JSON can hold."""

    _table: str

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        asked = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not asked:
            return {}
        sql = f"SELECT cache_key, value FROM {self._table} WHERE expires > %s AND cache_key IN ({_marks(asked)})"
        with self._cursor() as cursor:
            cursor.execute(sql, [self._adapted(timezone.now()), *asked])
            rows = cursor.fetchall()
        found = {}
        for key, value in rows:
            with suppress(ValueError):  # a row of an earlier version counts as none
                found[asked[key]] = json.loads(value)
        return found

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._write(key, value, timeout, version, "")

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._write(key, value, timeout, version, f"WHERE {self._table}.expires <= %s")

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        stored, now = self.make_and_validate_key(key, version=version), self._adapted(timezone.now())
        sql = f"UPDATE {self._table} SET expires = %s WHERE cache_key = %s AND expires > %s"
        return self._changed(sql, [self._end(timeout), stored, now]) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        stored = self.make_and_validate_key(key, version=version)
        return self._changed(f"DELETE FROM {self._table} WHERE cache_key = %s", [stored]) == 1

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        stored = [self.make_and_validate_key(key, version=version) for key in keys]
        if stored:
            self._changed(f"DELETE FROM {self._table} WHERE cache_key IN ({_marks(stored)})", stored)

    def clear(self) -> None:
        self._changed(f"DELETE FROM {self._table}", [])

    def forget_over(self) -> int:
        """Delete what has expired. Returns the number of rows."""
        return self._changed(
            f"DELETE FROM {self._table} WHERE expires <= %s", [self._adapted(timezone.now())]
        )

    def _write(self, key: str, value: Any, timeout: Any, version: int | None, only_where: str) -> bool:
        """Insert a row, or replace the one that is there if it meets the condition; in one statement."""
        stored = self.make_and_validate_key(key, version=version)
        sql = (
            f"INSERT INTO {self._table} (cache_key, value, expires) VALUES (%s, %s, %s)"
            f" ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires {only_where}"
        )
        now = [self._adapted(timezone.now())] if only_where else []
        return self._changed(sql, [stored, json.dumps(value), self._end(timeout), *now]) == 1

    def _end(self, timeout: Any) -> Any:
        seconds = self.get_backend_timeout(timeout)
        end = timezone.now() + ALWAYS if seconds is None else datetime.fromtimestamp(seconds, UTC)
        return self._adapted(end)

    def _changed(self, sql: str, params: Sequence[Any]) -> int:
        with self._cursor() as cursor:
            cursor.execute(sql, params)
            return int(cursor.rowcount)

    def _cursor(self) -> Any:
        return self._connection().cursor()

    def _adapted(self, moment: datetime) -> Any:
        return self._connection().ops.adapt_datetimefield_value(moment)

    def _connection(self) -> Any:
        return connections[router.db_for_write(self.cache_model_class)]


def _marks(values: Iterable[str]) -> str:
    return ", ".join("%s" for _value in values)


def forget_over() -> int:
    """Delete counts that have expired. Returns the number of rows; idempotent."""
    return int(cache.forget_over())  # type: ignore[attr-defined]
