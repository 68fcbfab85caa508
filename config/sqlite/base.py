"""Reads ids, moments, days and truths only as Django itself writes them.

SQLite compares text, and Django reads several texts as the same value: an id in capitals, a moment with another offset,
a 2 that is no truth in Python and one in a query. So who can write to the database could change what a query finds
without changing what is read, and signed. What is written otherwise is read as a value that nobody stores.

Also, a statement is put into the form of SQLite once.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.backends.sqlite3 import base, operations

Value = TypeVar("Value")
NEVER: Final = datetime.datetime(1, 1, 3)  # noqa: DTZ001 # as it is stored
"""Neither the first nor the last day that there is, so that every time zone has it."""


def read_moment(text: bytes) -> datetime.datetime:
    found = _read(text, datetime.datetime.fromisoformat, NEVER)
    return NEVER if found.tzinfo else found


def read_day(text: bytes) -> datetime.date:
    return _read(text, datetime.date.fromisoformat, NEVER.date())


def read_truth(text: bytes) -> Any:
    """Return whether it is true. Anything but 0 and 1 is returned as it is stored, and equals neither."""
    return {b"0": False, b"1": True}.get(text, text)


def read_id(text: Any) -> UUID:
    try:
        found = UUID(text)
    except (ValueError, AttributeError, TypeError):
        found = None
    return (
        found
        if found is not None and found.hex == text
        else UUID(bytes=sha256(repr(text).encode()).digest()[:16])
    )


def read_bytes(value: Any, *_more: Any) -> Any:
    """Return these bytes. A text is no bytes, though it may be the hexadecimal form of some."""
    return sha256(value.encode()).digest() if isinstance(value, str) else value


def read_text(value: Any, *_more: Any) -> Any:
    return repr(value) if isinstance(value, bytes) else value


def _read(text: bytes, read: Callable[[str], Value], otherwise: Value) -> Value:
    try:
        found = read(text.decode())
    except ValueError:
        return otherwise
    return found if str(found).encode() == text else otherwise


for _type, _converter in (
    ("datetime", read_moment),
    ("date", read_day),
    ("bool", read_truth),
):
    sqlite3.register_converter(_type, _converter)


class DatabaseOperations(operations.DatabaseOperations):
    def get_db_converters(self, expression: Any) -> list[Any]:
        more = {"BinaryField": [read_bytes], "CharField": [read_text], "TextField": [read_text]}
        found: list[Any] = super().get_db_converters(expression)
        return found + more.get(expression.output_field.get_internal_type(), [])

    def convert_uuidfield_value(self, value: Any, expression: Any, connection: Any) -> UUID | None:
        return None if value is None else read_id(value)


@lru_cache(maxsize=2048)
def with_question_marks(query: str) -> str:
    """Return a statement of Django's with the placeholders of SQLite. The same few hundred come again and again."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        if param_names is None:
            return with_question_marks(query)
        converted: str = super().convert_query(query, param_names=param_names)
        return converted


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor
