"""When a weekly hour comes next, against an oracle that only looks at clocks, near their changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from couples.meetings import zones
from exercises.reminders.weekly import next_after
from tests.long_run import IS_LONG

STEP = timedelta(minutes=15)
"""Clocks change at full quarters of an hour only."""
SAMPLES = 4000 if IS_LONG else 150
FIRST, LAST = date(2026, 1, 1), date(2028, 1, 1)


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def reached(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """Return the first quarter of an hour at which the clocks there show this hour of this day, or a later time."""
    wanted = datetime.combine(day, time(hour))
    moment = datetime.combine(day, time(hour), UTC) - timedelta(hours=16)
    while shown(moment, zone) < wanted:
        moment += STEP
    return moment


def oracle(weekday: int, hour: int, zone: ZoneInfo, after: datetime) -> datetime:
    today = shown(after, zone).date()
    days = [today + timedelta(days=number) for number in range(-1, 9)]
    return min(
        found for day in days if day.weekday() == weekday if (found := reached(day, hour, zone)) > after
    )


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the hours of UTC within which the clocks of this zone change."""
    for number in range((LAST - FIRST).days):
        begin = datetime.combine(FIRST, time(), UTC) + timedelta(days=number)
        if begin.astimezone(zone).utcoffset() != (begin + timedelta(days=1)).astimezone(zone).utcoffset():
            hours = (begin + timedelta(hours=hour) for hour in range(24))
            yield next(
                at
                for at in hours
                if at.astimezone(zone).utcoffset() != (at + timedelta(hours=1)).astimezone(zone).utcoffset()
            )


def test_it_is_as_the_clocks_show_near_every_change():
    lot, seen = Random(13), 0
    names = [name for name, _shown in zones.choices()]
    while seen < SAMPLES:
        name = lot.choice(names)
        zone = ZoneInfo(name)
        for at in changes(zone):
            hour = shown(at, zone).hour
            weekday = shown(at, zone).weekday()
            for near in (hour - 1, hour, hour + 1, hour + 2, lot.randrange(24)):
                day, chosen = (weekday + near // 24) % 7, near % 24
                hours = lot.choice((-8, -7, -1, 0, 1, 2, 30))
                after = at + timedelta(hours=hours) - lot.choice((0, 4)) * STEP
                found = next_after(day, chosen, name, after)
                assert found == oracle(day, chosen, zone, after), (name, day, chosen, after)
                seen += 1


@pytest.mark.parametrize(
    ("zone", "hour", "after", "wanted"),
    [
        ("Europe/Berlin", 2, "2027-03-25T00:00", "2027-03-28T01:00"),  # left out: at the change itself
        ("Europe/Berlin", 2, "2027-10-25T00:00", "2027-10-31T00:00"),  # comes twice: the first time
        ("Europe/Berlin", 2, "2027-10-31T00:00", "2027-11-07T01:00"),  # and not the second
        ("Australia/Lord_Howe", 2, "2027-09-28T00:00", "2027-10-02T15:30"),  # by half an hour
        ("UTC", 9, "2027-01-03T09:00", "2027-01-10T09:00"),  # not the moment itself
    ],
)
def test_on_nights_that_are_known(zone, hour, after, wanted):
    found = next_after(6, hour, zone, datetime.fromisoformat(after).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


def test_each_week_has_one_whatever_the_clocks_do():
    """For two years: the day and hour as shown there, unless the clocks leave that hour out."""
    moment, seen = datetime(2026, 1, 1, tzinfo=UTC), []
    for _ in range(104):
        moment = next_after(6, 2, "Europe/Berlin", moment)
        seen.append(shown(moment, ZoneInfo("Europe/Berlin")))
    assert {one.weekday() for one in seen} == {6}
    assert len({one.date() for one in seen}) == 104
    assert sorted({one.hour for one in seen}) == [2, 3]
    assert sum(one.hour == 3 for one in seen) == 2
