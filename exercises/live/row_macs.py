"""Verifies the rows that every command reads, by their own MACs and without reading anything more.

An older row put back with its MAC is not noticed here, but where something is opened.
"""

from operator import itemgetter
from typing import Any, Final

from couples.accounts.models import OWN_FACTS
from couples.pairing.models import MEMBERSHIPS
from couples.security_log import Kind, note

_OWN: Final = ["user_id" if name == "id" else f"user__{name}" for name in OWN_FACTS.row]
_of_own: Final = itemgetter(*_OWN)
FIELDS: Final = (*dict.fromkeys((*MEMBERSHIPS.row, "row_mac", *_OWN, "user__row_mac", "is_named")),)
"""What a query of memberships has to read, with whether the stream names this very person as this partner."""


def hold(rows: list[dict[str, Any]], mine: dict[str, Any] | None = None) -> bool:
    """Return whether each of these memberships, and the caller's own row in `mine`, was written by an act here, and
    the stream names the same people as its partners. Notes it if not.
    """
    are_right = all(MEMBERSHIPS.holds(MEMBERSHIPS.of_row(row), row["row_mac"]) for row in rows)
    are_right = are_right and all(row["is_named"] for row in rows)
    if mine is not None:
        are_right = are_right and OWN_FACTS.holds(_of_own(mine), mine["user__row_mac"])
    if not are_right:
        note(Kind.MAC_BROKEN)
    return are_right
