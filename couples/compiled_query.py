"""Queries that run for every command: their SQL is made once from the ORM, and then only given new parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
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
    converters: tuple[tuple[int, tuple[list[Any], Any]], ...]


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
        compiled = self._compiled = self._compiled or self._compile()
        connection = connections[compiled.using]
        written = {name: _written(value, connection) for name, value in values.items()}
        both = zip(compiled.params, compiled.names, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, [written[name] if name else fixed for fixed, name in both])
            rows = cursor.fetchall()
        if compiled.converters:
            rows = [list(row) for row in rows]
        for position, (converters, expression) in compiled.converters:
            for row in rows:
                for convert in converters:
                    row[position] = convert(row[position], expression, connection)
        return [dict(zip(compiled.columns, row, strict=True)) for row in rows]

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
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        return _Compiled(queryset.db, sql, tuple(params), tuple(names), columns, tuple(converters.items()))


def _written(value: Any, connection: Any) -> Any:
    field = _FIELDS.get(type(value))
    if isinstance(value, Ids | Texts):
        return among.written(value, field, connection)
    return field.get_db_prep_value(value, connection) if field else value
