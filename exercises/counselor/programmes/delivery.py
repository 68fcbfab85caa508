"""When the turn of each item in a running programme comes. Pure rules: the clock is passed in, nothing runs by itself.

They reckon in days of one time zone, that of the site, so that both partners find the same on their pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

WEEK: Final = timedelta(weeks=1)


class When(StrEnum):
    """`AFTER`: once the one before is done. `DAYS_AFTER`: some days later than that. `WEEKLY`: a week after the turn of
    the one before came, done or not."""

    AT_ONCE = "at_once"
    AFTER = "after"
    DAYS_AFTER = "days_after"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Item:
    """`done_at`: when both had played it through. `skipped_at`: when the counselor skipped it."""

    when: When
    days: int = 0
    done_at: datetime | None = None
    skipped_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.done_at is not None or self.skipped_at is not None


def turns(items: Sequence[Item], started_at: datetime, zone: tzinfo) -> list[date | None]:
    """Return the day of each item's turn; None while what it waits for has not happened.

    One that is skipped lets the next follow from where it stood itself, without its own waiting.
    """
    start = _day(started_at, zone)
    found: list[date | None] = []
    over: date | None = start
    came: date | None = start
    for number, one in enumerate(items):
        begin = {When.AT_ONCE: start, When.WEEKLY: came}.get(one.when, over)
        turn = None if begin is None else begin + _waits(one, is_first=number == 0)
        found.append(turn)
        over, came = (None if one.done_at is None else _day(one.done_at, zone)), turn
        if one.skipped_at is not None and begin is not None and turn is not None:
            passed = max(begin, _day(one.skipped_at, zone))
            over, came = min(over or passed, passed), min(turn, passed)
    return found


def coming(items: Sequence[Item], turn_of: Sequence[date | None], today: date) -> int | None:
    """Return the index of the item that waits for its day alone, all before it being over; None if there is none."""
    first = next((number for number, one in enumerate(items) if not one.is_over), None)
    if first is None:
        return None
    turn = turn_of[first]
    return first if turn is not None and turn > today else None


def _waits(one: Item, is_first: bool) -> timedelta:
    if one.when == When.DAYS_AFTER:
        return timedelta(days=one.days)
    return WEEK if one.when == When.WEEKLY and not is_first else timedelta()


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()
