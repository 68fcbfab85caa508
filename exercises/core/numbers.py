"""A field for a whole number that is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from exercises.core.text import say as _

from .fields import Field, string
from .refusals import Wrong

DIGITS = 6
"""The longest number that is read."""


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A whole number from min to max."""

    min: int = 0
    max: int = 100
    type: ClassVar[str] = "number"

    def read(self, raw: Any) -> int:
        given = string(raw).strip()
        if (
            given.isascii()
            and given.isdigit()
            and len(given) <= DIGITS
            and self.min <= int(given) <= self.max
        ):
            return int(given)
        raise Wrong(_("Please give a whole number from {low} to {high}.", low=self.min, high=self.max))

    def limits(self) -> dict[str, Any]:
        return {**super().limits(), "min": self.min, "max": self.max}
