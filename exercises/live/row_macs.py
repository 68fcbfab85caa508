"""Verifies the rows that every command reads, by their own MACs and without reading anything more.

An older row put back with its MAC is not noticed here, but where something is opened.
"""

from typing import Any, Final

from couples.accounts.models import OWN_FACTS
from couples.pairing.models import MEMBERSHIPS

_OWN: Final = {name: f"user__{name}" for name in OWN_FACTS.row if name != "id"}
FIELDS: Final = (*MEMBERSHIPS.row, "row_mac", *_OWN.values(), "user__row_mac")
"""What a query of memberships has to read."""


def hold(rows: list[dict[str, Any]], mine: dict[str, Any] | None = None) -> bool:
    """Return whether each of these memberships, and the caller's own row in `mine`, was written by an act here."""
    if not all(MEMBERSHIPS.holds(row, row["row_mac"]) for row in rows):
        return False
    if mine is None:
        return True
    own = {"id": mine["user_id"]} | {name: mine[field] for name, field in _OWN.items()}
    return OWN_FACTS.holds(own, mine["user__row_mac"])
