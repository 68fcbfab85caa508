"""Rows that are asked for in no order come in any: a database promises nothing else.

PostgreSQL returns them as they were written nearly always, and otherwise now and then: a test that counts on it, and
code that does, fails once in a hundred runs. Here their order is drawn by lot for each test, by its name.
"""

import random
from typing import Any, Final

from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI

LOT: Final = random.Random()
execute_sql: Final[Any] = SQLCompiler.execute_sql


def shuffled(self: SQLCompiler, result_type: str = MULTI, *arguments: Any, **named: Any) -> Any:
    """As in Django; the rows of a query without an order are shuffled."""
    found = execute_sql(self, result_type, *arguments, **named)
    if result_type != MULTI or not isinstance(found, list) or has_order(self.query):
        return found
    rows = [row for chunk in found for row in chunk]
    LOT.shuffle(rows)
    return [rows]


def has_order(query: Any) -> bool:
    return bool(
        query.order_by or query.extra_order_by or (query.default_ordering and query.get_meta().ordering)
    )


def use() -> None:
    SQLCompiler.execute_sql = shuffled  # type: ignore[assignment,method-assign]
