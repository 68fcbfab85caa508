"""The soft timer of a step whose settings have `minutes`: it says when they are over, and nothing follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

MORE_MINUTES: Final = 5
"""How much either of the two adds at once; a counselor adds it up to four times."""
MAX_MINUTES: Final = 90
"""No more is added beyond this."""


@dataclass(frozen=True)
class Timer:
    """`minutes`: the whole time, with what was added. `ends_at` is later by every pause."""

    ends_at: datetime
    minutes: int

    @property
    def can_be_longer(self) -> bool:
        return self.can_be_longer_by(MORE_MINUTES)

    def can_be_longer_by(self, minutes: int) -> bool:
        return self.minutes + minutes <= MAX_MINUTES

    def longer(self, at: datetime, minutes: int) -> Timer:
        """Return the timer with more time: from its end, or from now if that is over."""
        return Timer(max(self.ends_at, at) + timedelta(minutes=minutes), self.minutes + minutes)

    def later(self, by: timedelta) -> Timer:
        return replace(self, ends_at=self.ends_at + by)


def started(settings: Any, at: datetime) -> Timer | None:
    """Return the timer of a step with these settings that is entered now; None if it has none."""
    minutes = getattr(settings, "minutes", None)
    return Timer(at + timedelta(minutes=minutes), minutes) if minutes else None
