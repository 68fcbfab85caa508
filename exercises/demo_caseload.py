"""Invented couples of the demo's counselor, with generated consents, sessions and withdrawals, so that a list of many
can be looked at. Only its command and tests import this.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from couples import demo
from couples.counseling.models import Counseling
from couples.meetings.models import CounselorMeeting
from exercises import demo_history
from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Settlement
from exercises.core.text import Gone
from exercises.counselor.assignments import giving
from exercises.counselor.assignments.giving import NewAssignment
from exercises.live import access, commands
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.live.decision import Command
from exercises.live.store import ledgers

AGREEMENT: Final = "On Sundays we plan the week together, with the phones in the other room."
ASSIGNED: Final = ("see-feel-need-ask", "limit-request-or-agreement", "balance-check-in")
DAY: Final = timedelta(days=1)
SEED: Final = 12
EACH: Final = 25
"""How many couples are made in one transaction."""


def make(number: int) -> list[UUID]:
    """Make so many invented couples that Casey is linked with, and return the ids of the links.

    Those that are there stay as they are.
    """
    links: list[UUID] = []
    for first in range(0, number, EACH):
        numbers = range(first, min(first + EACH, number))
        with transaction.atomic(), transaction.atomic(using="keys"):
            made, is_new = demo.make_couples(numbers)
            for each, link in zip(numbers, made, strict=True):
                if link.pk in is_new:
                    _give_a_past(link, Random(SEED * 1000 + each), each)  # nosec B311 # invented
            links += [link.pk for link in made]
    return links


def _give_a_past(link: Counseling, chance: Random, number: int) -> None:
    """Give a couple exercises to do, sessions and an agreement, and the counselor a time at which she meets them."""
    now = timezone.now()
    today = timezone.localdate(now)
    assert link.couple is not None
    people = dict(link.couple.memberships.values_list("voice", "user"))
    if chance.random() < 0.6:
        for slug in chance.sample(ASSIGNED, chance.randint(1, 3)):
            due = chance.choice(
                [None, today - chance.randint(1, 9) * DAY, today + chance.randint(1, 20) * DAY]
            )
            giving.assign(link.counselor, link.couple, NewAssignment(slug, due, ""))
    if number % 30 == 0:
        demo_history.play_check_in(link.couple, people)
    if number % 4 == 1:
        _agree(link, people, today + chance.randint(-10, 20) * DAY)
    if chance.random() < 0.2:
        starting.start_session(link.couple, people["a"], ASSIGNED[0])
    if chance.random() < 0.7:
        at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=chance.randint(2, 24 * 21))
        CounselorMeeting.objects.create(counseling=link, starts_at=at, is_shown=chance.random() < 0.4)


def _agree(link: Counseling, people: Mapping[str, UUID], review: date) -> None:
    """Enter an agreement of a month ago, to be looked at on this day, from a session that has ended early."""
    assert link.couple is not None
    caller = Caller(people["a"])
    session = starting.start_session(link.couple, people["a"], ASSIGNED[0])
    granted = access.of_partner(session, caller)
    begun = review - 30 * DAY
    words = Pair[str | Gone | None](AGREEMENT, AGREEMENT)
    settled = Settlement("agreement", Partner.A, words, begun + DAY, review, weeks=4)
    ledgers.enter(granted, [settled], datetime.combine(begun, time(20), UTC))
    commands.submit(session, caller, Command(uuid4(), "end", 0))
