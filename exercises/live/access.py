"""Who may access a stream, and in which role. The database is read at every check.

This module answers for partners and former partners; `observer.access` answers for counselors, from the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from couples import clock
from couples.accounts.factors import Used
from couples.accounts.models import SignIn
from couples.accounts.users import display_name
from couples.compiled_query import CompiledQuery
from couples.pairing.models import Membership
from exercises.core.pair import Pair, Partner
from exercises.live import row_macs
from exercises.live.models import Lease

SIGNED_OUT, NOT_YOURS, NO_SUCH = 4401, 4403, 4404
FIELDS: Final = (
    *("kind", "status", "definition", "started_at", "head", "signed_in", "here", "visited"),
    *("user__name", "user__key_epoch", *row_macs.FIELDS),
)

Rows = list[dict[str, Any]]


class AccessDenied(Exception):
    """Access is denied. `code` is the socket's close code: 4401 signed out, 4403 not yours, 4404 no such stream."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Caller:
    """The person who asks. A socket also gives its sign-in, so that it closes when the sign-in ends.

    `session_key`: that of the stored row, which signs nobody in. The key in the cookie is not kept.
    `factors`: the second factors used in this sign-in. An observer needs one of them; pages have asked for it before.
    """

    user_id: UUID
    session_key: str | None = None
    password: str | None = None
    factors: tuple[Used, ...] = ()


@dataclass(frozen=True)
class Person:
    """A member of the couple. `epoch` grows when their key is destroyed; states of an older epoch are not reused."""

    id: UUID
    name: str
    epoch: int


@dataclass(frozen=True, kw_only=True)
class StreamAccess:
    """The access of one person (`who`) to a stream, as read in the current transaction."""

    who: UUID
    stream: UUID
    kind: str
    status: str
    definition: str | None
    started_at: Any
    couple: UUID
    people: Pair[Person]
    head: int

    @property
    def names(self) -> Pair[str]:
        return self.people.map(lambda person: person.name)


@dataclass(frozen=True, kw_only=True)
class PartnerAccess(StreamAccess):
    """The access of a partner. `visited`: an observer has been in the room; `read_along`: one who reads what opens."""

    partner: Partner
    partner_here: bool
    visited: bool
    read_along: bool

    @property
    def me(self) -> Person:
        return self.people.of(self.partner)


def of_partner(stream: UUID, caller: Caller, just_read: Rows | None = None) -> PartnerAccess:
    """Return the caller's access as a current partner, in one query.

    `just_read`: the rows of this stream, where `store.several` has read those of several streams together.
    Raises AccessDenied. A stranger gets the same answer as for a stream that does not exist.
    """
    rows, mine = _two(stream, caller, just_read)
    if not _is_signed_in(mine, caller):
        raise AccessDenied(SIGNED_OUT)
    if mine["left_at"] is not None:
        raise AccessDenied(NOT_YOURS)
    return _partner_access(stream, caller, rows, mine)


def of_former_partner(stream: UUID, caller: Caller, just_read: Rows | None = None) -> PartnerAccess:
    """Return a former partner's access to the ledger of their ended couple, for their own copy. Raises AccessDenied."""
    rows, mine = _two(stream, caller, just_read)
    if mine["kind"] != "ledger" or mine["left_at"] is None:
        raise AccessDenied(NO_SUCH)
    if not _is_signed_in(mine, caller):
        raise AccessDenied(SIGNED_OUT)
    return _partner_access(stream, caller, rows, mine)


def of_author(stream: UUID, caller: Caller) -> PartnerAccess:
    """Return the access of a current or former partner, only for exporting what they wrote. Raises AccessDenied."""
    return _partner_access(stream, caller, *_two(stream, caller))


def _two(stream: UUID, caller: Caller, just_read: Rows | None = None) -> tuple[Rows, dict[str, Any]]:
    """Return the rows of both partners, and the caller's own row."""
    rows = just_read or _ROWS.rows(stream=stream, session_key=caller.session_key or "", now=clock.now())
    mine = next((row for row in rows if row["user_id"] == caller.user_id), None)
    if mine is None or len(rows) != 2 or not row_macs.hold(rows, mine):
        raise AccessDenied(NO_SUCH)
    return rows, mine


def _partner_access(stream: UUID, caller: Caller, rows: Rows, mine: dict[str, Any]) -> PartnerAccess:
    theirs = next(row for row in rows if row is not mine)
    return PartnerAccess(
        **stream_facts(stream, caller, rows),
        partner=Partner(mine["voice"]),
        partner_here=theirs["here"],
        visited=mine["visited"] is not None,
        read_along=bool(mine["visited"]),
    )


def _is_signed_in(row: dict[str, Any], caller: Caller) -> bool:
    if caller.session_key is not None and not (row["signed_in"] and row["user__password"] == caller.password):
        return False
    return bool(row["user__is_active"])


def stream_facts(stream: UUID, caller: Caller, rows: Rows) -> dict[str, Any]:
    """Return the fields of a `StreamAccess`, from the rows of both partners."""
    voices = {row["voice"]: _person(row) for row in rows}
    same = {name: rows[0][name] for name in ("kind", "status", "definition", "started_at", "head")}
    people = Pair(voices["a"], voices["b"])
    return {"who": caller.user_id, "stream": stream, "couple": rows[0]["couple_id"], "people": people, **same}


def rows_of(stream: UUID, session_key: str, now: datetime) -> Any:
    """Query the memberships of the stream's couple, with everything that access depends on at this moment."""
    members = Membership.objects.filter(couple__streams=stream)
    return with_facts(members, stream, session_key, now).values(*FIELDS)


def with_facts(members: Any, stream: Any, session_key: str, now: datetime) -> Any:
    """Add to a query of memberships what access to this stream, an id or an expression, depends on."""
    signed_in = Exists(SignIn.objects.filter(session_key=session_key, expire_date__gt=now))
    here = Exists(Lease.objects.filter(stream=stream, person=OuterRef("user"), until__gt=now))
    theirs = Q(person=OuterRef("couple__streams__person_a")) | Q(person=OuterRef("couple__streams__person_b"))
    visited = Subquery(
        Lease.objects.filter(stream=stream).exclude(theirs).order_by("-reads").values("reads")[:1]
    )
    named = Q(voice="a", user=F("couple__streams__person_a")) | Q(
        voice="b", user=F("couple__streams__person_b")
    )
    return members.annotate(
        kind=F("couple__streams__kind"),
        status=F("couple__streams__status"),
        definition=F("couple__streams__definition"),
        started_at=F("couple__streams__started_at"),
        head=F("couple__streams__head"),
        is_named=ExpressionWrapper(named, BooleanField()),
        signed_in=signed_in,
        here=here,
        visited=visited,
    )


def _person(row: dict[str, Any]) -> Person:
    name = display_name(row["user__name"], row["user__erased_at"])
    return Person(row["user_id"], name, row["user__key_epoch"])


_ROWS: Final = CompiledQuery(rows_of, stream=UUID, session_key=str, now=datetime)
