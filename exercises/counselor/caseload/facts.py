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
from couples.counseling.access_log import CASELOAD, MARKED
from couples.counseling.caseload import Allowed, LinkedPair
from couples.counseling.models import AccessRecord
from couples.counseling.scopes import Scope
from exercises.counselor import together
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.marks import told
from exercises.counselor.marks.told import Told
from exercises.counselor.programmes.models import ProgrammeItem
from exercises.counselor.together import Part
from exercises.live.models import Stream
from exercises.live.store import readable

TO_READ: Final = (scopes.ANSWERS, scopes.BALANCE)
"""Scopes under which there may be something new to read."""


@dataclass(frozen=True)
class Due:
    """Of what she assigned: how many are done, of how many, and the first day of one that is not. In a programme it is
    that of the next one: what comes later cannot be late."""

    done: int
    of: int
    first: date | None = None

    def is_late(self, today: date) -> bool:
        return self.first is not None and self.first < today


@dataclass(frozen=True)
class Facts:
    """What may be shown of one couple. A fact that is not allowed is as one that is not there.

    `differs`: under which scopes a marked item is seen differently; `unseen`: those of which she has not read it yet.
    """

    due: Due | None = None
    new: frozenset[Scope] = field(default_factory=frozenset)
    is_review_due: bool = False
    is_room_open: bool = False
    differs: frozenset[Scope] = field(default_factory=frozenset)
    unseen: frozenset[Scope] = field(default_factory=frozenset)

    def within(self, allowed: frozenset[Scope]) -> Facts:
        """Return what of it these scopes allow."""
        return Facts(
            due=self.due if scopes.PROGRESS in allowed else None,
            new=self.new & allowed,
            is_review_due=self.is_review_due and scopes.AGREEMENTS in allowed,
            is_room_open=self.is_room_open and scopes.LIVE in allowed,
            differs=self.differs & allowed,
            unseen=self.unseen & allowed,
        )

    def needs_attention(self, today: date) -> bool:
        """Return whether there is something that both told her by a scope and that asks for her."""
        return bool((self.due and self.due.is_late(today)) or self.is_review_due or self.new or self.unseen)

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
    streams = _streams([one.couple for one in several if allowed[one.link] & _OF_STREAMS])
    due, looked, marked = _read(counselor, several, allowed)
    found = {}
    for one in several:
        stream, last = streams.get(one.couple, {}), looked.get(one.couple, {})
        differs = marked.get(one.link, {})
        found[one.link] = Facts(
            due=due.get(one.link),
            new=frozenset(
                scope for scope in TO_READ if _is_new(stream.get(scope.value), last.get(scope.value))
            ),
            is_review_due=readable.is_review_due(stream.get("reviews") or "", today),
            is_room_open=bool(stream.get("rooms")),
            differs=frozenset(differs),
            unseen=frozenset(scope for scope, at in differs.items() if _is_new(at, last.get(MARKED))),
        ).within(allowed[one.link])
    days = {couple: last[CASELOAD] for couple, last in looked.items() if CASELOAD in last}
    return Seen(
        found, frozenset(one for one, at in days.items() if timezone.localdate(at) == timezone.localdate())
    )


Dues = dict[UUID, Due]
Looks = dict[UUID, dict[str, datetime]]
Differing = dict[UUID, dict[Scope, datetime]]
_OF_STREAMS: Final = frozenset({*TO_READ, scopes.AGREEMENTS, scopes.LIVE})


def _read(counselor: UUID, several: Sequence[LinkedPair], allowed: Allowed) -> tuple[Dues, Looks, Differing]:
    """Return in one statement what is due, by link; when she looked, by couple and kind; and when the last session
    ended in which a marked item is seen differently, by link and scope."""
    rated = {one.link: allowed[one.link] for one in several if allowed[one.link] & {*TO_READ}}
    read = together.rows(
        due=_due([one.link for one in several if scopes.PROGRESS in allowed[one.link]]),
        looked=_looked(counselor, [one.couple for one in several if allowed[one.link]]),
        marked=told.part(counselor, rated),
    )
    due = {row["of"]: Due(row["done"], row["many"], row["on"]) for row in read["due"]}
    looked: Looks = {}
    for row in read["looked"]:
        looked.setdefault(row["of"], {})[row["what"]] = row["at"]
    return due, looked, _marked(told.of_rows(counselor, rated, read["marked"]))


def _due(links: list[UUID]) -> Part:
    ended = Stream.objects.filter(assignment=OuterRef("pk"), played_through=True)
    given = Assignment.objects.filter(
        Among("counseling", links),
        withdrawn_at__isnull=True,
        archived_at__isnull=True,
        item__programme__ended_at__isnull=True,
    )
    undone = ~Exists(Stream.objects.filter(assignment=OuterRef("assignment"), played_through=True))
    before = ProgrammeItem.objects.filter(
        undone,
        programme=OuterRef("item__programme"),
        position__lt=OuterRef("item__position"),
        assignment__withdrawn_at__isnull=True,
    )
    return given.annotate(is_done=Exists(ended), is_later=Exists(before)).values("counseling"), {
        "of": "counseling",
        "many": Count("pk"),
        "done": Count("pk", filter=Q(is_done=True)),
        "on": Min("due_on", filter=Q(is_done=False, is_later=False)),
    }


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


def _marked(told: Sequence[Told]) -> Differing:
    """Return by link when the last session ended in which a marked item is seen differently, by scope."""
    found: Differing = {}
    for one in told:
        for scope in (scope for scope in TO_READ for each in one.marked if each.scope == scope.value):
            found.setdefault(one.link, {}).setdefault(scope, one.at)  # the newest comes first
    return found


def _looked(counselor: UUID, couples: list[UUID]) -> Part:
    """When she last read each scope and what differs, and last looked at the list."""
    what = [CASELOAD, MARKED, *(one.value for one in TO_READ)]
    records = AccessRecord.objects.filter(Among("couple", couples), reader=counselor, what__in=what)
    return records.values("couple", "what"), {"of": "couple", "what": "what", "at": Max("at")}


def _is_new(last: datetime | None, read: datetime | None) -> bool:
    return last is not None and (read is None or last > read)
