"""Every command that any screen offers, and the roles that must reach none."""

from __future__ import annotations

from typing import Final

from exercises.core.room import ROOM
from exercises.steps.registry import STEP_KINDS
from tests.core.examples import pin_of

OUTSIDE: Final = ("emery", "drew", "casey", "dana", "olive")


def every_name() -> frozenset[str]:
    """Return the commands that the kinds pin, which is proved on walks, and those of rooms and the ledger."""
    of_kinds = {name for kind in STEP_KINDS for name in pin_of(kind).COMMANDS}
    return frozenset({*of_kinds, *ROOM, "close", "renew"})
