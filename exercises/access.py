"""The only door to a stream: who is asking, and as whom may they look. Reads the database each time it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import Exists, F, IntegerField, Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from couples.models import Membership
from couples.people import shown_name
from exercises.core.pair import Pair, Partner
from exercises.models import Lease, RecordedEvent

SIGNED_OUT, NOT_YOURS, NO_SUCH = 4401, 4403, 4404


class Shut(Exception):
    """The door stays shut. `code` is the socket's close code: 4401 signed out, 4403 not yours, 4404 no such stream."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Caller:
    """Who asks, as the server knows it. A socket also gives its sign-in, so that it ends with it."""

    user_id: UUID
    session_key: str | None = None
    password: str | None = None


@dataclass(frozen=True)
class Person:
    """`epoch` moves when the person's key is destroyed; a state opened under an older epoch is not used again."""

    id: UUID
    name: str
    epoch: int


@dataclass(frozen=True)
class Seat:
    """A person's place at a stream, as read in this transaction."""

    stream: UUID
    kind: str
    place: str
    definition: str | None
    started_at: Any
    couple: UUID
    partner: Partner
    people: Pair[Person]
    head: int
    partner_here: bool

    @property
    def me(self) -> Person:
        return self.people.of(self.partner)

    @property
    def names(self) -> Pair[str]:
        return self.people.map(lambda person: person.name)


def seat(stream: UUID, caller: Caller) -> Seat:
    """The caller's seat, in one read. Raises Shut; a stranger learns no more than from a stream that never was."""
    rows = list(_rows(stream, caller))
    mine = next((row for row in rows if row["user_id"] == caller.user_id), None)
    if mine is None or len(rows) != 2:
        raise Shut(NO_SUCH)
    if caller.session_key is not None and not (
        mine["signed_in"] and mine["user__password"] == caller.password
    ):
        raise Shut(SIGNED_OUT)
    if not mine["user__is_active"]:
        raise Shut(SIGNED_OUT)
    if mine["left_at"] is not None:
        raise Shut(NOT_YOURS)
    return _seat(stream, rows, mine)


def keepsake(stream: UUID, caller: Caller) -> Seat:
    """The caller's seat at the ledger of a couple that has parted: to read what is theirs, and nothing else."""
    rows = list(_rows(stream, caller))
    mine = next((row for row in rows if row["user_id"] == caller.user_id), None)
    if mine is None or len(rows) != 2 or mine["kind"] != "ledger" or mine["left_at"] is None:
        raise Shut(NO_SUCH)
    if not mine["user__is_active"]:
        raise Shut(SIGNED_OUT)
    return _seat(stream, rows, mine)


def author(stream: UUID, caller: Caller) -> Seat:
    """The seat of somebody who is or was one of the two: only to give them back their own words."""
    rows = list(_rows(stream, caller))
    mine = next((row for row in rows if row["user_id"] == caller.user_id), None)
    if mine is None or len(rows) != 2:
        raise Shut(NO_SUCH)
    return _seat(stream, rows, mine)


def _seat(stream: UUID, rows: list[Any], mine: Any) -> Seat:
    theirs = next(row for row in rows if row is not mine)
    partner = Partner(mine["voice"])
    people = Pair(_person(mine), _person(mine)).put(partner.other, _person(theirs))
    return Seat(
        stream=stream,
        kind=mine["kind"],
        place=mine["place"],
        definition=mine["definition"],
        started_at=mine["started_at"],
        couple=mine["couple_id"],
        partner=partner,
        people=people,
        head=mine["head"],
        partner_here=theirs["here"],
    )


def _rows(stream: UUID, caller: Caller) -> Any:
    now = timezone.now()
    records = RecordedEvent.objects.filter(stream=stream).order_by().values("stream")
    head = Subquery(records.annotate(top=Max("sequence")).values("top"), output_field=IntegerField())
    signed_in = Exists(Session.objects.filter(session_key=caller.session_key or "", expire_date__gt=now))
    here = Exists(Lease.objects.filter(stream=stream, person=OuterRef("user"), until__gt=now))
    return (
        Membership.objects.filter(couple__streams=stream)
        .annotate(
            kind=F("couple__streams__kind"),
            place=F("couple__streams__place"),
            definition=F("couple__streams__definition"),
            started_at=F("couple__streams__started_at"),
            head=Coalesce(head, Value(0)),
            signed_in=signed_in,
            here=here,
        )
        .values(
            *("kind", "place", "definition", "started_at", "head", "signed_in", "here"),
            *("couple_id", "user_id", "voice", "left_at"),
            *("user__name", "user__erased_at", "user__key_epoch", "user__is_active", "user__password"),
        )
    )


def _person(row: dict[str, Any]) -> Person:
    name = shown_name(row["user__name"], row["user__erased_at"])
    return Person(row["user_id"], name, row["user__key_epoch"])
