"""Which exercise is suggested this week, as a table of what the two have completed, and how long ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exercises.home.suggestion import FIRST, FOLLOWS_FOR, IN_TURN, Offered, Suggestion, Why, suggested
from exercises.home.this_week import offered
from exercises.reminders.due import CHECK_IN

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
"""A Monday."""
THANKS, TREAT = Offered("thanks", is_light=True), Offered("treat", is_light=True)
NEED, LIMIT = Offered(FIRST, next=("limit", CHECK_IN)), Offered("limit", next=(FIRST,))
BALANCE, MONEY, CHORES, REST = Offered(CHECK_IN), Offered("money"), Offered("chores"), Offered("rest")
RESTS = Offered("rests", rest=timedelta(days=14))
HEAVY = (NEED, LIMIT, BALANCE)
BOTH = (THANKS, TREAT, *HEAVY)


def days(**ago: float) -> dict[str, datetime]:
    """When they were completed, by days before now; `need` and `balance` stand for the two whose names are longer."""
    names = {"need": FIRST, "balance": CHECK_IN}
    return {names.get(name, name): AT - timedelta(days=days) for name, days in ago.items()}


@pytest.mark.parametrize(
    ("offers", "completed", "expected"),
    [
        ((), {}, None),
        ((MONEY, NEED), {}, Suggestion(FIRST, Why.FIRST)),
        ((MONEY,), {}, Suggestion("money", Why.FIRST)),
        (BOTH, {}, Suggestion("thanks", Why.FIRST)),
        (BOTH, days(need=1), Suggestion("treat", Why.LIGHT)),
        (BOTH, days(need=1, thanks=2, treat=3), Suggestion("treat", Why.LIGHT)),
        (BOTH, days(thanks=1, need=2), Suggestion("limit", Why.FOLLOWS, FIRST)),
        (BOTH, days(thanks=1, need=2, limit=5), Suggestion(CHECK_IN, Why.FOLLOWS, FIRST)),
        (BOTH, days(thanks=1, need=2, limit=5, balance=9), Suggestion("limit", Why.FOLLOWS, FIRST)),
        (BOTH, days(thanks=1, limit=2, need=3, balance=9), Suggestion(FIRST, Why.FOLLOWS, "limit")),
        ((THANKS, NEED, BALANCE, MONEY), days(thanks=1, balance=2, need=3), Suggestion("money", Why.NEW)),
        ((THANKS, NEED, MONEY), days(thanks=1, need=FOLLOWS_FOR.days + 1), Suggestion("money", Why.NEW)),
        (HEAVY, days(need=1, limit=2), Suggestion(CHECK_IN, Why.FOLLOWS, FIRST)),
        (HEAVY, days(balance=1, need=9, limit=8), Suggestion(FIRST, Why.AGAIN)),
        ((BALANCE,), days(balance=1), None),
        ((RESTS, MONEY), days(rests=13, money=1), Suggestion("money", Why.AGAIN)),
        ((RESTS, MONEY), days(rests=14, money=1), Suggestion("rests", Why.AGAIN)),
        ((NEED,), days(gone=1), Suggestion(FIRST, Why.NEW)),
    ],
)
def test_the_first_rule_that_applies_decides(offers, completed, expected):
    assert suggested(offers, completed, AT) == expected


def test_what_is_new_takes_turns_from_monday_to_monday():
    several = (THANKS, MONEY, CHORES, REST)
    weeks = [AT + timedelta(days=number) for number in range(7 * IN_TURN + 1)]
    found = [suggested((*several, NEED), days(thanks=1), at).slug for at in weeks]
    assert [found[number] for number in (0, 7, 14, 21)] == [found[0], found[7], found[14], found[0]]
    assert set(found) == {"money", "chores", "rest"}
    assert all(len(set(found[week : week + 7])) == 1 for week in (0, 7, 14))


def test_what_is_suggested_can_be_started():
    assert suggested(offered(), {}, AT) is not None
    assert len({one.slug for one in offered()}) == len(offered())
