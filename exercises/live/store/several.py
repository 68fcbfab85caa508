"""Several streams at once: the access of each caller and the states, in as many queries as for one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, OuterRef

from couples import clock
from couples.accounts.models import SignIn
from couples.among import Among
from couples.compiled_query import CompiledQuery, Ids, Texts
from couples.pairing.models import Membership
from exercises.live import access
from exercises.live.access import NO_SUCH, AccessDenied, Caller, PartnerAccess, Rows, StreamAccess
from exercises.live.store import elsewhere, streams

Decide = Callable[[UUID, Caller, Rows], PartnerAccess]
"""A function of `access`."""
Wanted = Sequence[tuple[UUID, Caller]]


def of_partner(wanted: Collection[UUID], caller: Caller) -> dict[UUID, PartnerAccess]:
    """Return what `access.of_partner` does for each of these streams, without those that it denies."""
    return _granted([(stream, caller) for stream in wanted], access.of_partner)


def of_former_partner(wanted: Collection[UUID], caller: Caller) -> dict[UUID, PartnerAccess]:
    """Return what `access.of_former_partner` does for each of these streams, without those that it denies."""
    return _granted([(stream, caller) for stream in wanted], access.of_former_partner)


def each_access(wanted: Wanted, decide: Decide = access.of_partner) -> list[PartnerAccess | AccessDenied]:
    """Return, for each stream and caller in order, what `decide` returns or raises, in two queries for all."""
    now = clock.now()
    rows: dict[UUID, Rows] = {stream: [] for stream, _caller in wanted}
    for row in _ROWS.rows(streams=Ids(rows), now=now):
        rows[row["stream"]].append(row)
    asked = Texts({caller.session_key for _stream, caller in wanted if caller.session_key})
    valid = {row["session_key"] for row in _SIGN_INS.rows(keys=asked, now=now)} if asked else set()
    return [
        _decided(rows[stream], caller.session_key in valid, stream, caller, decide)
        for stream, caller in wanted
    ]


def _decided(
    rows: Rows, signed_in: bool, stream: UUID, caller: Caller, decide: Decide
) -> PartnerAccess | AccessDenied:
    if not rows:  # or it would be read again
        return AccessDenied(NO_SUCH)
    try:
        return decide(stream, caller, [{**row, "signed_in": signed_in} for row in rows])
    except AccessDenied as denied:
        return denied


def _granted(wanted: Wanted, decide: Decide) -> dict[UUID, PartnerAccess]:
    found = {one.stream: one for one in each_access(wanted, decide) if not isinstance(one, AccessDenied)}
    elsewhere.look(found.values())
    return found


def _rows_of(streams: Ids, now: datetime) -> Any:
    """Query the memberships of all these streams' couples, with what access depends on but for the sign-ins."""
    members = Membership.objects.filter(Among("couple__streams", streams)).annotate(
        stream=F("couple__streams")
    )
    facts = access.with_facts(members, OuterRef("couple__streams"), "", now)
    return facts.values("stream", *access.FIELDS)


def _sign_ins(keys: Texts, now: datetime) -> Any:
    return SignIn.objects.filter(Among("session_key", keys), expire_date__gt=now).values("session_key")


_ROWS: Final = CompiledQuery(_rows_of, streams=Ids, now=datetime)
_SIGN_INS: Final = CompiledQuery(_sign_ins, keys=Texts, now=datetime)


def states(several: Iterable[StreamAccess]) -> dict[UUID, Any]:
    """Return what `streams.state_at` does for each, without those that do not hold."""
    return {stream: known.state for stream, known in streams.at_heads(several).items()}
