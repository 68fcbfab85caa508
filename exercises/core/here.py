"""Where a step kind is: what it knows besides its own state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .events import Brought
from .pair import Pair, Partner


@dataclass(frozen=True)
class LastTime:
    """When the two last opened this step in an earlier session, and its state there; None where that is not read."""

    on: date
    state: Any = None


@dataclass(frozen=True)
class Here:
    """What a kind knows besides its own state.

    `carried`: what earlier steps handed on, by step id, plus `together` (room, call, writing), `speaker`, and
    `brought`, what each brings from the ledger, and `drawn_before`. `chance`: drawn when the step was entered.
    `last_time`: only for a kind that `reads_earlier`.
    """

    step_id: str
    settings: Any
    carried: Mapping[str, Any] = field(default_factory=dict)
    chance: int = 0
    last_time: LastTime | None = None

    @property
    def speaker(self) -> Partner:
        return self.carried.get("speaker") or Partner.A

    def brought(self, by: Partner) -> Brought | None:
        """Return what `by` brought to this session from the couple's ledger."""
        both: Pair[Brought | None] = self.carried.get("brought", Pair(None, None))
        return both.of(by)

    @property
    def drawn_before(self) -> Mapping[str, int]:
        """How often each key was drawn in earlier sessions of the two."""
        times: Mapping[str, int] = self.carried.get("drawn_before", {})
        return times

    @property
    def aloud(self) -> bool:
        """Whether the two are in the same room, where they speak aloud and type nothing."""
        return self.carried.get("together") == "room"
