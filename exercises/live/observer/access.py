"""An observer's access to a session: a linked counselor, while both partners allow it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, Subquery

from couples import clock
from couples.accounts import factors
from couples.accounts.models import OWN_FACTS
from couples.counseling import consent_rows, readings, scopes
from couples.counseling.models import Counseling
from couples.counseling.scopes import Scope
from couples.facts import holding
from couples.security_log import Kind, note
from exercises.core.pair import Observer
from exercises.live import row_macs
from exercises.live.access import (
    FIELDS,
    NO_SUCH,
    SIGNED_OUT,
    AccessDenied,
    Caller,
    StreamAccess,
    rows_of,
    stream_facts,
)
from exercises.live.models import Lease, Stream


@dataclass(frozen=True, kw_only=True)
class ObserverAccess(StreamAccess):
    """The access of a counselor. `reads`: what the two open to each other, too."""

    reads: bool

    @property
    def me(self) -> Observer:
        return Observer(str(self.who))

    @property
    def viewer(self) -> Observer:
        return replace(self.me, reads=self.reads)


def link_of(stream: UUID, counselor: UUID) -> UUID | None:
    """Return the id of the link through which she is there; none once it has ended."""
    found = Counseling.objects.filter(
        counselor=counselor, couple__streams=stream, linked_at__isnull=False, ended_at__isnull=True
    )
    return found.values_list("pk", flat=True).first()


def of_observer(stream: UUID, caller: Caller) -> ObserverAccess:
    """Return the caller's access as an observer. One query reads it with the consents of both. Raises AccessDenied.

    Only a session in the room can be observed. Once it is over or set aside, only observers who were there see that.
    """
    rows = list(_rows(stream, caller))
    if len(rows) != 2 or not all(row["allows"] for row in rows) or not row_macs.hold(rows):
        raise AccessDenied(NO_SUCH)
    one = rows[0]
    if one["kind"] != Stream.Kind.SESSION or not (one["status"] == Stream.Status.ROOM or one["stays"]):
        raise AccessDenied(NO_SUCH)
    if not all(consent_rows.is_own(row["allows"], caller.user_id, row, scopes.LIVE) for row in rows):
        _refuse()
    if caller.session_key is not None:
        _require_sign_in(caller, one)
    reads = all(
        row["reads"] and consent_rows.is_own(row["reads"], caller.user_id, row, scopes.OPENED_LIVE)
        for row in rows
    )
    return ObserverAccess(**stream_facts(stream, caller, rows), reads=reads)


def require(granted: ObserverAccess, scope: Scope) -> None:
    """Raise AccessDenied unless both allow this scope, by what is stored about her and the couple as the latest."""
    try:
        allowed = readings.allowed(granted.who, granted.couple)
    except holding.DoesNotHold:
        allowed = None
    if scope not in (allowed or ()):
        raise AccessDenied(NO_SUCH)


def _require_sign_in(caller: Caller, row: dict[str, Any]) -> None:
    """Raise AccessDenied unless her sign-in still counts, and her own row says what it said when her socket opened.

    That she is an active counselor is a part of each consent.
    """
    if not (row["known"] and row["signed_in"]):
        raise AccessDenied(SIGNED_OUT)
    seen = {"id": caller.user_id, "password": caller.password, "erased_at": None}
    if not OWN_FACTS.holds(OWN_FACTS.of_row(seen | {"is_active": True, "is_counselor": True}), row["known"]):
        _refuse()


def _refuse() -> None:
    note(Kind.MAC_BROKEN)
    raise AccessDenied(NO_SUCH)


def room_of(couple: UUID) -> UUID | None:
    """Return the session that is in this couple's room now, if any."""
    rooms = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION, status=Stream.Status.ROOM)
    return rooms.values_list("pk", flat=True).first()


def _rows(stream: UUID, caller: Caller) -> Any:
    """Query both current partners, with whether each allows it and whether the caller is signed in."""
    known = factors.with_one_of(caller.factors).filter(pk=caller.user_id, password=caller.password)
    stays = Lease.objects.filter(stream=stream, person=caller.user_id, until__gt=clock.now())
    return (
        rows_of(stream, caller.session_key or "", clock.now())
        .filter(left_at__isnull=True, couple__ended_at__isnull=True)
        .annotate(
            allows=consent_rows.given(caller.user_id, scopes.LIVE),
            reads=consent_rows.given(caller.user_id, scopes.OPENED_LIVE),
            known=Subquery(known.values("row_mac")[:1]),
            stays=Exists(stays),
        )
        .values(*FIELDS, "allows", "reads", "known", "stays")
    )
