"""A view as plain data, for comparing: nothing is left out and nothing is translated. No Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from exercises.core.fields import Field
from exercises.core.text import Gone, Say, Written


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def plain(value: Any) -> Any:
    """Lists, dictionaries, strings and numbers that say all that `value` says, in the same order."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Written):
        return value.text
    if isinstance(value, Say):
        return [value.msgid, *(f"{name}={plain(one)}" for name, one in value.params)]
    if isinstance(value, Enum):
        return f"partner {value.value}"
    return _rarer(value)


def _rarer(value: Any) -> Any:
    if isinstance(value, Gone):
        return "GONE"
    if isinstance(value, date):
        return value.isoformat()
    assert is_dataclass(value), f"what is {value!r} to a reader?"
    found = {name: plain(getattr(value, name)) for name in _names(type(value))}
    return {"type": value.type, **found} if isinstance(value, Field) else found


def said(value: Any) -> Iterator[str]:
    """Every string in it."""
    found = plain(value)
    todo = [found]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            todo += [*one, *one.values()]
        elif isinstance(one, list):
            todo += one
