"""What a counselor's list shows of her couples, each under the one scope that allows it, in three queries for all.

Nothing is read of a couple that does not allow it. No session is read: what each has to read is stored beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils import timezone

from couples.among import Among
from couples.counseling import scopes
from couples.counseling.access_log import CASELOAD
from couples.counseling.caseload import Allowed, LinkedPair
from couples.counseling.models import AccessRecord
from couples.counseling.scopes import Scope
from exercises.counselor.assignments.models import Assignment
from exercises.live.models import Stream
from exercises.live.store import readable

TO_READ: Final = (scopes.ANSWERS, scopes.BALANCE)
"""Scopes under which there may be something new to read."""


@dataclass(frozen=True)
class Due:
    """Of what she assigned: how many are done, of how many, and the first day of one that is not."""

    done: int
    of: int
    first: date | None = None

    def is_late(self, today: date) -> bool:
        return self.first is not None and self.first < today


@dataclass(frozen=True)
class Facts:
    """What may be shown of one couple. A fact that is not allowed is as one that is not there."""

    due: Due | None = None
    new: frozenset[Scope] = field(default_factory=frozenset)
    is_review_due: bool = False
    is_room_open: bool = False

    def within(self, allowed: frozenset[Scope]) -> Facts:
        """Return what of it these scopes allow."""
        return Facts(
            due=self.due if scopes.PROGRESS in allowed else None,
            new=self.new & allowed,
            is_review_due=self.is_review_due and scopes.AGREEMENTS in allowed,
            is_room_open=self.is_room_open and scopes.LIVE in allowed,
        )

    def needs_attention(self, today: date) -> bool:
        """Return whether there is something that both told her by a scope and that asks for her."""
        return bool((self.due and self.due.is_late(today)) or self.is_review_due or self.new)

    @property
    def is_nothing(self) -> bool:
        return self == Facts()


@dataclass(frozen=True)
class Seen:
    """The facts by the id of the link, and the couples in whose log it is recorded that she has looked today."""

    facts: Mapping[UUID, Facts]
    recorded: frozenset[UUID]


def of(counselor: UUID, several: Sequence[LinkedPair], allowed: Allowed, today: date) -> Seen:
    """Return the facts about each of these couples."""
    due = _due([one.link for one in several if scopes.PROGRESS in allowed[one.link]])
    streams = _streams([one.couple for one in several if allowed[one.link] & _OF_STREAMS])
    looked = _looked(counselor, [one.couple for one in several if allowed[one.link]])
    found = {}
    for one in several:
        stream, last = streams.get(one.couple, {}), looked.get(one.couple, {})
        found[one.link] = Facts(
            due=due.get(one.link),
            new=frozenset(
                scope for scope in TO_READ if _is_new(stream.get(scope.value), last.get(scope.value))
            ),
            is_review_due=readable.is_review_due(stream.get("reviews") or "", today),
            is_room_open=bool(stream.get("rooms")),
        ).within(allowed[one.link])
    days = {couple: last[CASELOAD] for couple, last in looked.items() if CASELOAD in last}
    return Seen(
        found, frozenset(one for one, at in days.items() if timezone.localdate(at) == timezone.localdate())
    )


_OF_STREAMS: Final = frozenset({*TO_READ, scopes.AGREEMENTS, scopes.LIVE})


def _due(links: list[UUID]) -> dict[UUID, Due]:
    ended = Stream.objects.filter(assignment=OuterRef("pk"), played_through=True)
    given = Assignment.objects.filter(
        Among("counseling", links),
        withdrawn_at__isnull=True,
        archived_at__isnull=True,
        item__programme__ended_at__isnull=True,
    )
    rows = (
        given.annotate(is_done=Exists(ended))
        .order_by()
        .values("counseling")
        .annotate(
            of=Count("pk"),
            done=Count("pk", filter=Q(is_done=True)),
            first=Min("due_on", filter=Q(is_done=False)),
        )
    )
    return {row["counseling"]: Due(row["done"], row["of"], row["first"]) for row in rows}


def _streams(couples: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return by couple when the last session ended of which something can be read, by scope; the days of review, and
    whether a session is open."""
    last = {
        one.value: Max("completed_at", filter=Q(readable__contains=one.value, played_through=True))
        for one in TO_READ
    }
    in_room = Q(kind=Stream.Kind.SESSION, status=Stream.Status.ROOM)
    rows: Any = (
        Stream.objects.filter(Among("couple", couples))
        .order_by()
        .values("couple")
        .annotate(reviews=Max("reviews"), rooms=Count("pk", filter=in_room), **last)
    )
    return {row["couple"]: row for row in rows}


def _looked(counselor: UUID, couples: list[UUID]) -> dict[UUID, dict[str, datetime]]:
    """Return by couple when she last read each scope, and last looked at the list."""
    what = [CASELOAD, *(one.value for one in TO_READ)]
    rows = AccessRecord.objects.filter(Among("couple", couples), reader=counselor, what__in=what)
    found: dict[UUID, dict[str, datetime]] = {}
    for couple, kind, at in rows.order_by().values_list("couple", "what").annotate(last=Max("at")):
        found.setdefault(couple, {})[kind] = at
    return found


def _is_new(last: datetime | None, read: datetime | None) -> bool:
    return last is not None and (read is None or last > read)
