"""The kinds of row that decide about a person. Each room adds its own; nothing here knows what they mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from couples.among import Among
from couples.compiled_query import CompiledQuery, CompiledTogether, Ids
from couples.facts import macs

PERSON: Final = "person"


@dataclass(frozen=True)
class Kind:
    """`owner`: the attribute with the person's id. `columns`: what is covered, also of rows that this one refers to.

    `row`: what the MAC in the row's own column `row_mac` covers, if it has one. `which`: the rows that are covered.
    `elsewhere`: columns of other tables that are covered with these rows, by the name of the table. `by_table`:
    a library writes these rows, so that a change knows only that it has written to their table. `since`: the format in
    which this kind came to be covered; `later`: that of columns that came after it.
    """

    model: type[Model]
    owner: str
    columns: tuple[str, ...]
    row: tuple[str, ...] = ()
    which: Q = field(default_factory=Q)
    elsewhere: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_table: bool = False
    since: int = macs.OLDEST
    later: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def name(self) -> str:
        return self.model._meta.label_lower

    def touches(self, columns: Iterable[str]) -> bool:
        """Whether a change of these columns or fields changes what is covered."""
        fields = (self.model._meta.get_field(name) for name in columns)
        return any(getattr(one, "attname", one.name) in self.own_columns for one in fields)

    @property
    def own_columns(self) -> frozenset[str]:
        """The covered columns of the row itself, as attributes."""
        taken = (name for name in self.columns if "__" not in name)
        looked_at = (name for name in _names(self.which) if "__" not in name)
        return frozenset({self.owner, *taken, *looked_at})

    def columns_in(self, format: int) -> tuple[str, ...]:
        """Return the columns that were covered in this format, in the order of all."""
        return tuple(name for name in self.columns if self.later.get(name, self.since) <= format)

    @cached_property
    def of_row(self) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
        """Returns what the MAC of a row covers, from its columns."""
        return itemgetter(*self.row)

    @cached_property
    def purpose(self) -> str:
        return f"row {self.name}"

    def row_mac(self, row: Mapping[str, Any]) -> bytes:
        return macs.of(self.purpose, self.of_row(row))

    def holds(self, values: tuple[Any, ...], mac: Any) -> bool:
        """Whether this MAC, from the row's own column, belongs to these values, as `of_row` returns them."""
        return bool(mac) and _is_right(self.purpose, values, bytes(mac), tuple(settings.MASTER_KEYS))


@dataclass
class Facts:
    """What decides about one person, as just read.

    `stored`: each row with its kind, by that one's name and its key. `mac`: the stored one.
    """

    stored: dict[tuple[str, Any], tuple[Kind, dict[str, Any]]] = field(default_factory=dict)
    mac: bytes = b""

    def of(self, kind: Kind) -> list[dict[str, Any]]:
        """Return the rows of this kind."""
        return [row for one, row in self.stored.values() if one is kind]

    @property
    def rows(self) -> list[tuple[Kind, dict[str, Any]]]:
        """The rows with a MAC of their own."""
        return [(kind, row) for kind, row in self.stored.values() if kind.row]

    @property
    def right_mac(self) -> bytes:
        return macs.of(PERSON, self._signed(macs.FORMAT))

    @property
    def is_signed(self) -> bool:
        return self.is_signed_in(macs.FORMAT)

    def is_signed_in(self, format: int) -> bool:
        """Whether the stored MAC is of what this format covers of these rows."""
        return macs.is_of(self.mac, PERSON, self._signed(format))

    def _signed(self, format: int) -> list[Any]:
        values = (
            [kind.name, *(row[name] for name in kind.columns_in(format))]
            for kind, row in self.stored.values()
            if kind.since <= format
        )
        return [format, *sorted(map(macs.written, values))]


@lru_cache(maxsize=8192)
def _is_right(purpose: str, values: tuple[Any, ...], mac: bytes, _keys: tuple[bytes, ...]) -> bool:
    """Whether this MAC is of these values under any of the keys. Remembered: every command asks for the same rows."""
    return macs.is_of(mac, purpose, values)


KINDS: Final[dict[type[Model], Kind]] = {}


def cover(kind: Kind) -> Kind:
    """Add a kind of row."""
    KINDS[kind.model] = kind
    return kind


def read(people: Collection[UUID]) -> dict[UUID, Facts]:
    """Return the facts about each of these people who exists, in one query, as all of them are at one moment."""
    kinds = tuple(sorted(KINDS.values(), key=lambda one: one.owner != "id"))
    found: dict[UUID, Facts] = {}
    for kind, rows in zip(kinds, _together(tuple(map(_query, kinds))).rows(people=Ids(people)), strict=True):
        for row in rows:
            if kind.owner == "id":
                found[row["id"]] = Facts(mac=bytes(row["facts_mac"]))
            if facts := found.get(row[kind.owner]):
                facts.stored[kind.name, row["pk"]] = kind, row
    return found


@lru_cache(maxsize=8)
def _together(queries: tuple[CompiledQuery, ...]) -> CompiledTogether:
    return CompiledTogether(queries)


def _query(kind: Kind) -> CompiledQuery:
    if kind.model not in _queries:
        more = ("facts_mac",) if kind.owner == "id" else ()
        wanted = ("pk", kind.owner, *kind.columns, *(("row_mac",) if kind.row else ()), *more)

        def rows_of(people: Ids) -> QuerySet[Any, Any]:
            rows = kind.model._base_manager.filter(kind.which, Among(kind.owner, people))
            return rows.values(*dict.fromkeys(wanted))

        _queries[kind.model] = CompiledQuery(rows_of, people=Ids)
    return _queries[kind.model]


_queries: Final[dict[type[Model], CompiledQuery]] = {}


def _names(condition: Q) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _names(child)
        elif isinstance(child, tuple):
            yield str(child[0]).removesuffix("__isnull")
