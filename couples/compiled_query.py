"""Queries that run for every command: their SQL is made once from the ORM, and then only given new parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, Final
from uuid import UUID

from django.db import connections, models
from django.db.models.query import QuerySet

from couples import among


class Ids(tuple[UUID, ...]):
    """A parameter for `Among`: any number of ids."""


class Texts(tuple[str, ...]):
    """A parameter for `Among`: any number of texts."""


_FIELDS: Final[Mapping[type, Any]] = {
    UUID: models.UUIDField(),
    datetime: models.DateTimeField(),
    Ids: models.UUIDField(),
    Texts: models.CharField(),
}
"""How parameters of these types are written for a database. Others are passed on as they are."""
_EXAMPLES: Final[Mapping[type, tuple[Any, Any]]] = {
    UUID: (UUID(int=1), UUID(int=2)),
    datetime: (datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 2, tzinfo=UTC)),
    str: ("one", "other"),
    int: (101, 102),
    Ids: (Ids([UUID(int=1)]), Ids([UUID(int=2)])),
    Texts: (Texts(["one"]), Texts(["other"])),
}
"""Two values of each type. Where the compiled parameters of the two differ, there the parameter stands."""


@dataclass(frozen=True)
class _Compiled:
    """`names`: which parameter stands at each place of `params`; None where it is always the same."""

    using: str
    sql: str
    params: tuple[Any, ...]
    names: tuple[str | None, ...]
    columns: tuple[str, ...]
    types: tuple[str, ...]
    converters: tuple[tuple[int, tuple[list[Any], Any]], ...]

    def given(self, written: Mapping[str, Any]) -> list[Any]:
        """Return the parameters in order, with these in their places."""
        return [written[name] if name else fixed for fixed, name in zip(self.params, self.names, strict=True)]

    def read(self, rows: list[list[Any]], connection: Any) -> list[dict[str, Any]]:
        """Return the rows, as the database gave them, by column and as Python has them."""
        for position, (converters, expression) in self.converters:
            for row in rows:
                for convert in converters:
                    row[position] = convert(row[position], expression, connection)
        return [dict(zip(self.columns, row, strict=True)) for row in rows]


class CompiledQuery:
    """A queryset of `.values(…)`, of which only the parameters change from one use to the next.

    `build` makes the queryset from parameters by name. It is called with examples to learn the SQL and where each
    parameter stands. So it must pass each on to the query unchanged, and must not decide anything by it or ask for
    the time. Making the SQL anew each time, as the ORM does, takes some 3 ms for a query of several tables.

    The first use raises ValueError if a parameter changes the query itself, or nothing.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **types: type) -> None:
        self.build, self._types = build, types
        self._compiled: _Compiled | None = None

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """Return what `build(**values)` would return as a list, read now."""
        compiled = self.compiled()
        connection = connections[compiled.using]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, compiled.given(_all_written(values, connection)))
            return compiled.read([list(row) for row in cursor.fetchall()], connection)

    def compiled(self) -> _Compiled:
        """Return its SQL, made at the first use."""
        self._compiled = self._compiled or self._compile()
        return self._compiled

    def _compile(self) -> _Compiled:
        examples = {name: _EXAMPLES[of][0] for name, of in self._types.items()}
        queryset = self.build(**examples)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        names: list[str | None] = [None] * len(params)
        for name, of in self._types.items():
            again, changed = self.build(**examples | {name: _EXAMPLES[of][1]}).query.sql_with_params()
            if again != sql or changed == params:
                raise ValueError(f"{name} is not passed on to the query unchanged")
            for index, (one, other) in enumerate(zip(params, changed, strict=True)):
                if one != other:
                    names[index] = name
        columns = tuple(queryset.query.selected or ())
        selected = [column for column, *_rest in compiler.select]
        types = tuple(str(column.output_field.db_type(compiler.connection)) for column in selected)
        converters = tuple(compiler.get_converters(selected).items())
        return _Compiled(queryset.db, sql, tuple(params), tuple(names), columns, types, converters)


class CompiledTogether:
    """Several such queries of one database, with the same parameters, in one statement: all see one moment.

    Each has columns of its own in it, which are empty in the rows of the others.
    """

    def __init__(self, queries: Sequence[CompiledQuery]) -> None:
        self._queries = queries
        self._sql = ""

    def rows(self, **values: Any) -> list[list[dict[str, Any]]]:
        """Return the rows of each query, in their order, read now."""
        parts = [query.compiled() for query in self._queries]
        sql = self._sql = self._sql or _together(parts)
        (using,) = {part.using for part in parts}
        connection = connections[using]
        written = _all_written(values, connection)
        found: list[list[list[Any]]] = [[] for _part in parts]
        ends = list(accumulate((len(part.columns) for part in parts), initial=1))
        with connection.cursor() as cursor:
            cursor.execute(sql, [one for part in parts for one in part.given(written)])
            for row in cursor.fetchall():
                found[row[0]].append(list(row[ends[row[0]] : ends[row[0] + 1]]))
        return [part.read(rows, connection) for part, rows in zip(parts, found, strict=True)]


def _together(parts: Sequence[_Compiled]) -> str:
    return " UNION ALL ".join(
        f"SELECT {number}, {', '.join(_columns(parts, number))} FROM ({part.sql}) own{number}"
        for number, part in enumerate(parts)
    )


def _columns(parts: Sequence[_Compiled], own: int) -> Iterator[str]:
    """Yield the columns of a part. Those of the first one name their types, by which SQLite converts all of them."""
    for number, part in enumerate(parts):
        if number == own:
            yield f"own{number}.*"
        else:
            yield from (f'CAST(NULL AS {kind}) AS "a [{kind.partition("(")[0]}]"' for kind in part.types)


def _all_written(values: Mapping[str, Any], connection: Any) -> dict[str, Any]:
    return {name: _written(value, connection) for name, value in values.items()}


def _written(value: Any, connection: Any) -> Any:
    field = _FIELDS.get(type(value))
    if isinstance(value, Ids | Texts):
        return among.written(value, field, connection)
    return field.get_db_prep_value(value, connection) if field else value
