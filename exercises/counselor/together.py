"""Several queries in one statement. Each gives some of the columns, and nothing for the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast

COLUMNS: Final[Mapping[str, models.Field[Any, Any]]] = {
    "part": models.CharField(max_length=10),
    "of": models.UUIDField(),
    "what": models.CharField(max_length=40),
    "at": models.DateTimeField(),
    "on": models.DateField(),
    "many": models.IntegerField(),
    "done": models.IntegerField(),
    "assignment": models.UUIDField(),
    "couple": models.UUIDField(),
    "session": models.UUIDField(),
    "person_a": models.UUIDField(),
    "person_b": models.UUIDField(),
    "played_through": models.BooleanField(),
    "definition": models.CharField(max_length=64),
    "marks": models.BinaryField(),
    "differing": models.BinaryField(),
}
"""What a query may give. `part`: which of the queries a row is from; `of`: the link or couple that it is about."""


Part = tuple[QuerySet[Any], Mapping[str, Any]]
"""A query, and for each column that it gives the expression or the name of a field that it is."""


def rows(**parts: Part) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each query, by its name, as dictionaries of all columns."""
    first, *others = (_padded(name, *part) for name, part in parts.items())
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in parts}
    for values in first.union(*others, all=True) if others else first:
        row = dict(zip(COLUMNS, values, strict=True))
        found[row["part"]].append(row)
    return found


def _padded(name: str, query: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
    columns = dict(_columns(name, given))
    padded: QuerySet[Any] = query.order_by().annotate(**columns).values_list(*columns)
    return padded


def _columns(part: str, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, kind in COLUMNS.items():
        wanted = given.get(name) or Cast(Value(part if name == "part" else None), kind)
        yield f"column_{name}", F(wanted) if isinstance(wanted, str) else wanted
