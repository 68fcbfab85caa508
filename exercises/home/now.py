"""Choose the one thing that stands on top of the home page. Pure rules, which docs/for-partners.md prints.

They know only what both partners know: sessions, agreements, appointments, and what the counselor gave to this person.
Nothing private is among the facts: no own page, no draft, no answer that was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from exercises.home.suggestion import Offered, suggested
from exercises.reminders.due import CHECK_IN, is_time_to_look_again

APPOINTMENT_IS_NEAR: Final = timedelta(days=7)


class Kind(StrEnum):
    """What may stand on top, in the order in which the first that applies is chosen."""

    OPEN = "open"
    ASIDE = "aside"
    REVIEW = "review"
    MEETING = "meeting"
    ASSIGNED = "assigned"
    LOOK_AGAIN = "look_again"
    START = "start"
    NOTHING = "nothing"


COULD: Final = (Kind.ASSIGNED, Kind.LOOK_AGAIN, Kind.START, Kind.NOTHING)
"""Where nothing stands open: then what this person can do in a session apart stands above it."""


@dataclass(frozen=True)
class Facts:
    """What the rules know. `at`: in local time. `meeting_at`: the next appointment; `is_asked`: by the partner.

    `completed`: by the slug of an exercise, when the two last reached its end. `offered`: the exercises that they can
    start without a counselor, the shortest first.
    """

    at: datetime
    open: bool = False
    aside: bool = False
    review: bool = False
    meeting_at: datetime | None = None
    is_asked: bool = False
    assigned: bool = False
    completed: Mapping[str, datetime] = field(default_factory=dict)
    offered: tuple[Offered, ...] = ()


@dataclass(frozen=True)
class Now:
    """`slug`: the exercise that is suggested, where the kind suggests one."""

    kind: Kind
    slug: str = ""


def now(facts: Facts) -> Now:
    """Return what stands on top."""
    if facts.open:
        return Now(Kind.OPEN)
    if facts.aside:
        return Now(Kind.ASIDE)
    if facts.review:
        return Now(Kind.REVIEW)
    if facts.is_asked or _is_near(facts):
        return Now(Kind.MEETING)
    if facts.assigned:
        return Now(Kind.ASSIGNED)
    has_check_in = any(one.slug == CHECK_IN for one in facts.offered)
    if has_check_in and is_time_to_look_again(facts.completed, facts.at):
        return Now(Kind.LOOK_AGAIN, CHECK_IN)
    found = suggested(facts.offered, facts.completed, facts.at)
    return Now(Kind.START, found.slug) if found else Now(Kind.NOTHING)


def _is_near(facts: Facts) -> bool:
    return facts.meeting_at is not None and facts.meeting_at <= facts.at + APPOINTMENT_IS_NEAR
