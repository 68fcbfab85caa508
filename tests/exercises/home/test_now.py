"""What stands on top of the home page, as a table: each line has what the lines below it have, and one thing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from exercises.home.now import APPOINTMENT_IS_NEAR, Facts, Kind, Now, now
from exercises.home.suggestion import FIRST, Offered
from exercises.reminders.due import CHECK_IN, LOOK_AGAIN_AFTER

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
LIMIT = "limit-request-or-agreement"
OFFERED = (Offered(FIRST), Offered(LIMIT), Offered(CHECK_IN))
LONG_AGO, LATELY = AT - LOOK_AGAIN_AFTER, AT - LOOK_AGAIN_AFTER + timedelta(seconds=1)
ALL = Facts(
    AT, open=True, aside=True, review=True, meeting_at=AT + APPOINTMENT_IS_NEAR, is_asked=True, assigned=True,
    completed={CHECK_IN: LONG_AGO}, offered=OFFERED,
)  # fmt: skip
WITHOUT = [
    (Kind.OPEN, {"open": False}),
    (Kind.ASIDE, {"aside": False}),
    (Kind.REVIEW, {"review": False}),
    (Kind.MEETING, {"is_asked": False}),
    (Kind.MEETING, {"meeting_at": AT + APPOINTMENT_IS_NEAR + timedelta(seconds=1)}),
    (Kind.ASSIGNED, {"assigned": False}),
    (Kind.LOOK_AGAIN, {"completed": {CHECK_IN: LATELY}}),
    (Kind.START, {"offered": ()}),
    (Kind.NOTHING, {}),
]


def test_one_thing_stands_on_top_in_the_order_that_is_printed() -> None:
    facts = ALL
    for kind, without in WITHOUT:
        assert now(facts).kind is kind
        facts = replace(facts, **without)


def test_a_check_in_that_is_not_offered_is_not_suggested() -> None:
    facts = Facts(AT, completed={CHECK_IN: LONG_AGO}, offered=(Offered(FIRST),))
    assert now(facts) == Now(Kind.START, FIRST)
