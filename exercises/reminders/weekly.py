"""When a weekly hour in somebody's time zone comes next. Knows no database and no clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_after(weekday: int, hour: int, zone: str, after: datetime) -> datetime:
    """Return the first moment later than `after` at which this hour begins on this day of the week, Monday being 0.

    An hour that comes twice, when the clocks go back, counts once, the first time. One that is left out is the moment
    from which the clocks show a later time. `after` and what is returned are in UTC.
    """
    here = ZoneInfo(zone)
    today = after.astimezone(here).date()
    days = (today + timedelta(days=number) for number in range(-1, 15))
    moments = (
        datetime.combine(day, time(hour), tzinfo=here).astimezone(UTC)
        for day in days
        if day.weekday() == weekday
    )
    return min(moment for moment in moments if moment > after)
