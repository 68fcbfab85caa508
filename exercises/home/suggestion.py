"""Choose the exercise of this week for a couple. Pure rules, which docs/for-partners.md prints.

They know only what both partners know: which exercises they two have completed, and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from exercises.reminders.due import CHECK_IN

FIRST: Final = "see-feel-need-ask"
"""The exercise that is suggested to a couple that has completed none, while no light one is offered."""
FOLLOWS_FOR: Final = timedelta(days=14)
"""How long what follows well from an exercise is suggested after it."""
IN_TURN: Final = 3
"""Of those that fit equally well, how many take turns, one each week."""

Completed = Mapping[str, datetime]


@dataclass(frozen=True)
class Offered:
    """An exercise that a couple may start. `next`: what follows well from it; `rest`: how long it rests afterwards."""

    slug: str
    is_light: bool = False
    next: tuple[str, ...] = ()
    rest: timedelta = timedelta()

    def rests(self, completed: Completed, at: datetime) -> bool:
        return self.slug in completed and at - completed[self.slug] < self.rest


class Why(StrEnum):
    """Why an exercise is suggested."""

    FIRST = "first"
    LIGHT = "light"
    FOLLOWS = "follows"
    NEW = "new"
    AGAIN = "again"


@dataclass(frozen=True)
class Suggestion:
    """`after`: the exercise from which it follows well, if that is why."""

    slug: str
    why: Why
    after: str = ""


def suggested(offered: Sequence[Offered], completed: Completed, at: datetime) -> Suggestion | None:
    """Return the suggestion; None if nothing is offered. `offered`: the shortest first; `at`: in local time."""
    if not completed:
        return _first(offered)
    by_slug = {one.slug: one for one in offered}
    offered = [one for one in offered if not one.rests(completed, at)]
    done = sorted((slug for slug in completed if slug in by_slug), key=lambda slug: completed[slug])
    light = _light(offered, completed, at)
    if light and done and not by_slug[done[-1]].is_light:
        return Suggestion(light, Why.LIGHT)
    return _following(by_slug, done, completed, at) or _new_or_again(offered, completed, at)


def _first(offered: Sequence[Offered]) -> Suggestion | None:
    """Return the shortest light one; without one that about a need; otherwise the shortest."""
    slugs = [one.slug for one in offered]
    light = [one.slug for one in offered if one.is_light]
    first = [slug for slug in slugs if slug == FIRST]
    found = next(iter((*light, *first, *slugs)), None)
    return Suggestion(found, Why.FIRST) if found else None


def _light(offered: Sequence[Offered], completed: Completed, at: datetime) -> str:
    """Return a light one that is new, or the one that was longest ago; an empty string if there is none."""
    light = [one.slug for one in offered if one.is_light]
    new = [slug for slug in light if slug not in completed]
    return of_the_week(new, at) or min(light, key=lambda slug: completed[slug], default="")


def _following(
    by_slug: Mapping[str, Offered], done: Sequence[str], completed: Completed, at: datetime
) -> Suggestion | None:
    """Return what follows well from the latest one that is not light, if it was not completed since."""
    heavy = next((slug for slug in reversed(done) if not by_slug[slug].is_light), None)
    if heavy is None or at - completed[heavy] > FOLLOWS_FOR:
        return None
    found = [by_slug[slug] for slug in by_slug[heavy].next if slug in by_slug]
    follows = [one.slug for one in found if not one.rests(completed, at)]
    new = [slug for slug in follows if slug not in completed]
    before = [
        slug
        for slug in follows
        if slug in completed and slug != CHECK_IN and completed[slug] < completed[heavy]
    ]
    first = next(iter((*new, *before)), None)
    return Suggestion(first, Why.FOLLOWS, heavy) if first else None


def _new_or_again(offered: Sequence[Offered], completed: Completed, at: datetime) -> Suggestion | None:
    """Return one that is new; otherwise, of all but the check-in, the one that was longest ago."""
    if new := of_the_week([one.slug for one in offered if one.slug not in completed], at):
        return Suggestion(new, Why.NEW)
    known = [one.slug for one in offered if one.slug in completed and one.slug != CHECK_IN]
    again = min(known, key=lambda slug: completed[slug], default="")
    return Suggestion(again, Why.AGAIN) if again else None


def of_the_week(slugs: Sequence[str], at: datetime) -> str:
    """Return one of the first few, another each week; an empty string if there are none."""
    few = slugs[:IN_TURN]
    return few[(at.date().toordinal() - 1) // 7 % len(few)] if few else ""
