"""When the turn of an item comes: the rules against an oracle that asks day by day, in several time zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from exercises.counselor.programmes.delivery import Item, When, coming, turns
from tests.long_run import IS_LONG

ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")
]
STARTS = [
    datetime(2026, 3, 20, 23, 30, tzinfo=UTC),
    datetime(2026, 10, 20, 0, 10, tzinfo=UTC),
    datetime(2026, 10, 31, 12, tzinfo=UTC),
]
ITEM = st.builds(Item, when=st.sampled_from(When), days=st.integers(1, 9))
TUESDAY = datetime(2026, 11, 3, 20, tzinfo=UTC)


class Oracle:
    """The same rules asked the other way round: whether something has happened by a day, never on which day."""

    def __init__(self, items: list[Item], started_at: datetime, zone: ZoneInfo) -> None:
        self.items, self.zone = items, zone
        self.start = self.day(started_at)

    def day(self, at: datetime) -> int:
        """The number of midnights there since long ago."""
        return at.astimezone(self.zone).toordinal()

    def begins(self, number: int, day: int) -> bool:
        when = self.items[number].when
        if number == 0 or when == When.AT_ONCE:
            return day >= self.start
        return self.came(number - 1, day) if when == When.WEEKLY else self.over(number - 1, day)

    def given(self, number: int, day: int) -> bool:
        one = self.items[number]
        waits = {When.DAYS_AFTER: one.days, When.WEEKLY: 7 if number else 0}.get(one.when, 0)
        return self.begins(number, day - waits)

    def skipped(self, number: int, day: int) -> bool:
        at = self.items[number].skipped_at
        return at is not None and self.day(at) <= day and self.begins(number, day)

    def over(self, number: int, day: int) -> bool:
        done = self.items[number].done_at
        return (done is not None and self.day(done) <= day) or self.skipped(number, day)

    def came(self, number: int, day: int) -> bool:
        return self.given(number, day) or self.skipped(number, day)


class Programmes(RuleBasedStateMachine):
    """A programme that the two do, and that the counselor skips and moves in, while time passes."""

    @initialize(
        items=st.lists(ITEM, min_size=1, max_size=6), zone=st.sampled_from(ZONES), at=st.sampled_from(STARTS)
    )
    def begin(self, items, zone, at):
        self.items, self.zone, self.started_at, self.now = list(items), zone, at, at

    @rule(minutes=st.integers(1, 60 * 24 * 4))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(which=st.integers(0, 5))
    def the_two_do_one(self, which):
        """Any whose turn they can know of: nothing is locked."""
        number = which % len(self.items)
        if self.turn_of[number] is not None and self.items[number].done_at is None:
            self.items[number] = replace(self.items[number], done_at=self.now)

    @rule(which=st.integers(0, 5))
    def she_skips_one(self, which):
        number = which % len(self.items)
        if self.items[number].skipped_at is None:
            self.items[number] = replace(self.items[number], skipped_at=self.now)

    @rule(which=st.integers(0, 5))
    def she_takes_a_skip_back(self, which):
        number = which % len(self.items)
        self.items[number] = replace(self.items[number], skipped_at=None)

    @rule(item=ITEM)
    def she_adds_one(self, item):
        """At the end: what came before it is given as it was."""
        before = self.turn_of
        self.items.append(item)
        assert self.turn_of[:-1] == before

    @rule(which=st.integers(0, 5), to=st.integers(0, 5))
    def she_moves_one(self, which, to):
        self.items.insert(to % len(self.items), self.items.pop(which % len(self.items)))

    @property
    def turn_of(self) -> list[date | None]:
        return turns(self.items, self.started_at, self.zone)

    @invariant()
    def each_turn_is_on_the_first_day_on_which_the_oracle_gives_it(self):
        oracle = Oracle(self.items, self.started_at, self.zone)
        today = oracle.day(self.now)
        for number, turn in enumerate(self.turn_of):
            if turn is None:
                assert not oracle.given(number, today + 400)
            else:
                assert oracle.given(number, turn.toordinal())
                assert not oracle.given(number, turn.toordinal() - 1)

    @invariant()
    def what_comes_next_is_the_first_that_is_left_while_its_day_is_ahead(self):
        today = self.now.astimezone(self.zone).date()
        left = [number for number, one in enumerate(self.items) if not (one.done_at or one.skipped_at)]
        turn_of = self.turn_of
        waits: list[int | None] = (
            [*left[:1]] if left and turn_of[left[0]] and turn_of[left[0]] > today else [None]
        )
        assert [coming(self.items, turn_of, today)] == waits


TestProgrammes = Programmes.TestCase
TestProgrammes.settings = settings(
    max_examples=200 if IS_LONG else 12, stateful_step_count=30 if IS_LONG else 15, deadline=None
)


def days(*items: Item, zone=UTC, at=TUESDAY) -> list[int | None]:
    """After how many days the turn of each comes."""
    start = at.astimezone(zone).date()
    return [None if turn is None else (turn - start).days for turn in turns(items, at, zone)]


def test_each_rule_in_short():
    done = TUESDAY + timedelta(days=2)
    first = Item(When.AFTER, done_at=done)
    assert days(first, Item(When.AFTER)) == [0, 2]
    assert days(first, Item(When.DAYS_AFTER, 3), Item(When.AFTER)) == [0, 5, None]
    assert days(Item(When.AFTER), Item(When.AT_ONCE), Item(When.AFTER)) == [0, 0, None]
    assert days(*[Item(When.WEEKLY)] * 3) == [0, 7, 14]
    assert days(Item(When.DAYS_AFTER, 4), Item(When.WEEKLY)) == [4, 11]


def test_what_is_skipped_lets_the_next_follow_in_its_place():
    skipped = TUESDAY + timedelta(days=1)
    weekly = Item(When.WEEKLY)
    assert days(weekly, weekly, replace(weekly, skipped_at=skipped), weekly) == [0, 7, 14, 14]
    assert days(Item(When.AFTER, skipped_at=skipped), Item(When.AFTER)) == [0, 1]
    waits = Item(When.AFTER)
    assert days(waits, replace(waits, skipped_at=skipped), waits) == [0, None, None]


def test_a_day_is_one_of_the_calendar_also_where_the_clocks_change():
    """In New York 1 November 2026 has 25 hours."""
    zone = ZoneInfo("America/New_York")
    done = datetime(2026, 10, 31, 23, 50, tzinfo=zone)
    items = [Item(When.AFTER, done_at=done), Item(When.DAYS_AFTER, 1), Item(When.AFTER)]
    assert turns(items, done, zone)[1] == date(2026, 11, 1)
    assert turns(items, done, ZoneInfo("Europe/Berlin"))[1] == date(2026, 11, 2)
