"""Which items of a couple's programmes are given now, computed whenever somebody looks. Nothing is stored about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from couples import clock
from couples.counseling.models import Counseling
from couples.pairing.models import Couple
from exercises.counselor.programmes.delivery import Item, When, coming, turns
from exercises.counselor.programmes.models import ProgrammeItem


@dataclass(frozen=True)
class Status:
    """Where an item stands. `number` of `of`: among those that are not skipped. `comes_on`: the day for which it waits,
    while that is all it waits for."""

    programme: UUID
    number: int
    of: int
    is_given: bool
    comes_on: date | None = None

    @property
    def can_be_taken_up(self) -> bool:
        """A day is a suggestion: whoever does not want to wait for it need not."""
        return self.is_given or self.comes_on is not None


def statuses(couple: Couple) -> dict[UUID, Status]:
    """Return the status of each item in the couple's running programmes, by its assignment, in one query."""
    return _statuses(_rows(couple).filter(programme__ended_at__isnull=True))


def as_far_as_done_tells(link: Counseling) -> dict[UUID, Status]:
    """Return what `statuses` does for her programmes, without the days on which the two did something.

    Whether something is done is all that `progress` tells her: what is done counts as done just now, so that what waits
    some days after it waits still.
    """
    running = ProgrammeItem.objects.filter(programme__counseling=link, programme__ended_at__isnull=True)
    rows = _read(running)
    now = clock.now()
    return _statuses([{**row, "done": row["done"] and now} for row in rows])


def that_came(couple: Couple) -> set[UUID]:
    """Return the assignments in programmes, running or ended, that have been on a home page, or could have been."""
    rows = list(_rows(couple))
    given = {one for one, status in _statuses(rows).items() if status.is_given}
    return given | {row["assignment"] for row in rows if row["done"]}


def next_of_each(items: Iterable[UUID], status_of: Mapping[UUID, Status]) -> list[UUID]:
    """Return of these items the first one of each programme that is given; of a programme without, the one to come."""
    found = sorted((one for one in items if one in status_of), key=lambda one: status_of[one].number)
    chosen: dict[UUID, UUID] = {}
    for wanted in ("is_given", "comes_on"):
        for one in found:
            if getattr(status_of[one], wanted):
                chosen.setdefault(status_of[one].programme, one)
    return list(chosen.values())


_OF_PROGRAMME: Final = ("programme", "programme__started_at", "programme__ended_at")


def _rows(couple: Couple) -> Any:
    return _read(ProgrammeItem.objects.filter(programme__counseling__couple=couple))


def _read(items: QuerySet[ProgrammeItem]) -> Any:
    played = Q(assignment__sessions__played_through=True)
    ended = Coalesce("assignment__sessions__completed_at", "assignment__sessions__started_at")
    return (
        items.order_by("programme", "position", "pk")
        .values("assignment", "when", "days", *_OF_PROGRAMME)
        .annotate(skipped=Min("assignment__withdrawn_at"), done=Min(ended, filter=played))
    )


def _statuses(rows: Iterable[Mapping[str, Any]]) -> dict[UUID, Status]:
    zone = timezone.get_default_timezone()
    now = clock.now()
    found: dict[UUID, Status] = {}
    for programme, group in groupby(rows, key=lambda row: row["programme"]):
        several = list(group)
        today = min(now, several[0]["programme__ended_at"] or now).astimezone(zone).date()
        items = [Item(When(row["when"]), row["days"], row["done"], row["skipped"]) for row in several]
        turn_of = turns(items, several[0]["programme__started_at"], zone)
        waits = coming(items, turn_of, today)
        numbered = [number for number, one in enumerate(items) if one.skipped_at is None]
        for rank, number in enumerate(numbered, 1):
            turn = turn_of[number]
            given = not items[number].is_over and turn is not None and turn <= today
            day = turn if number == waits else None
            found[several[number]["assignment"]] = Status(programme, rank, len(numbered), given, day)
    return found
