"""Refuses each statement that writes what decides about a person outside of a change, however it came about.

It stands in front of the connection, so that neither raw SQL nor a cascade passes by it. To empty a whole table is no
forgery, because a missing row shows. Migrations, also those of libraries, may write: who is changed by one does not
hold afterwards, unless it writes within `changing`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from threading import Event
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from couples.facts.changing import under_way
from couples.facts.kinds import KINDS

WRITES: Final = re.compile(
    r'\s*(?:(?P<whole>INSERT(?: OR \w+)? INTO|REPLACE INTO|DELETE FROM)|UPDATE)\s+"?(?P<table>\w+)"?(?P<rest>.*)',
    re.I | re.S,
)
SETS: Final = re.compile(r'(?:SET|,)\s*"?(\w+)"?\s*=', re.I)
STARTS: Final = ("IN", "UP", "DE", "RE")


class WrittenOutside(Exception):
    """A statement would have changed what decides about a person outside of `changing`."""


_migrating: Final = Event()


def let_migrate(**_more: Any) -> None:
    _migrating.set()


def has_migrated(**_more: Any) -> None:
    _migrating.clear()


def watch(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """Look at each statement of this connection."""
    if connection.alias == "default" and refuse not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse)


def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Refuse a statement that writes outside of a change. Within one, note in it which table is written."""
    if sql.lstrip()[:2].upper() in STARTS:
        if change := under_way():
            change.written.tables |= written_tables(sql)
        elif not _migrating.is_set() and is_covered(sql):
            raise WrittenOutside(sql.split("WHERE")[0][:200])
    return execute(sql, params, many, context)


@lru_cache(maxsize=512)
def written_tables(sql: str) -> frozenset[str]:
    """Return the table that this statement writes to, if any."""
    written = WRITES.match(sql)
    return frozenset({written["table"]} if written else ())


@lru_cache(maxsize=512)
def is_covered(sql: str) -> bool:
    """Whether this statement writes rows or columns that decide about a person."""
    written = WRITES.match(sql)
    if written is None:
        return False
    whole, elsewhere = _covered()
    table, rest = written["table"], written["rest"]
    if written["whole"]:
        return table in whole and not _empties(written["whole"], rest)
    columns = set(SETS.findall(re.split(r"\bWHERE\b", rest, maxsplit=1, flags=re.I)[0]))
    return bool(columns & (whole.get(table, frozenset()) | elsewhere.get(table, frozenset())))


def _empties(verb: str, rest: str) -> bool:
    return verb.upper().startswith("DELETE") and "WHERE" not in rest.upper()


def _covered() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return the covered columns of each table, and those that are covered with rows of other tables."""
    whole: dict[str, frozenset[str]] = {}
    elsewhere: dict[str, frozenset[str]] = {}
    for kind in KINDS.values():
        fields = [one for one in kind.model._meta.concrete_fields if one.attname in kind.own_columns]
        whole[kind.model._meta.db_table] = frozenset(str(one.column) for one in fields)
        elsewhere |= kind.elsewhere
    return whole, elsewhere
