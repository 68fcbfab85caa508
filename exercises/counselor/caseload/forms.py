"""What a counselor asks of her list. A wrong value in the address asks for nothing special."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict

from exercises.counselor.caseload.rows import Only, Order

MAX_SEARCH_LENGTH: Final = 60


@dataclass(frozen=True)
class Choice:
    """Which couples, in which order, with which words in a name or label, on which page."""

    only: Only = Only.ALL
    order: Order = Order.NEXT
    words: str = ""
    page: str = "1"

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        only, order = query.get("only", ""), query.get("order", Order.NEXT)
        return cls(
            Only(only) if only in set(Only) else Only.ALL,
            Order(order) if order in set(Order) else Order.NEXT,
            query.get("words", "").strip()[:MAX_SEARCH_LENGTH],
            query.get("page", "1"),
        )

    @property
    def asked(self) -> tuple[Only, Order, str]:
        return self.only, self.order, self.words

    def but(self, **changed: Any) -> Choice:
        """Return the same with these changes, from its first page on."""
        return replace(self, **{"page": "1"} | changed)

    @property
    def query(self) -> str:
        """What stands in the address, without what goes without saying."""
        given = {"only": self.only, "order": self.order, "words": self.words, "page": self.page}
        usual = {"only": Only.ALL, "order": Order.NEXT, "words": "", "page": "1"}
        said = urlencode({name: str(value) for name, value in given.items() if value != usual[name]})
        return f"?{said}" if said else "?"
