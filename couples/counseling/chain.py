"""A couple's chain: what each consent and access record was when it was stored. The only place that appends to it.

Each link has a MAC over itself and the one before, under the master keys. How long the chain is and how it ends is also
in the database `keys`. So whoever can write to the main database alone can change, remove or add no consent and no
access record without `check_chains` naming it. Nobody is kept from withdrawing because a chain is broken already.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from couples import security_log
from couples.counseling.models import AccessRecord, ChainLink, Consent
from couples.keys import data_keys, latest

CHAIN: Final = "chain"
NUMBER_BYTES: Final = 8
OF_NOTHING: Final = bytes(32)
EMPTY: Final = bytes(NUMBER_BYTES) + bytes(32)
"""The state of a chain without links."""
COLUMNS: Final = {
    Consent: ("counseling_id", "person_id", "scope", "version", "given_at", "withdrawn_at"),
    AccessRecord: ("couple_id", "reader_id", "role", "what", "at"),
}
"""What a digest is made of."""
Kind = ChainLink.Kind
Row = Consent | AccessRecord
Locked = tuple[ChainLink, bytes]
"""The last link of a locked chain, and the state that the database `keys` holds of it."""


def append(couple: UUID | None, rows: Sequence[Row]) -> None:
    """Add a link for each of these rows, as they are stored now. Call it in the transaction that stores them.

    It locks the couple's chain until the transaction ends, so whatever else is to be locked comes before.
    """
    if couple is None or not rows:
        return
    with transaction.atomic(savepoint=False):
        last, before = _locked(couple)
        links = linked(last, [(kind_of(row), row.pk, digest_of(row)) for row in rows])
        ChainLink.objects.bulk_create(links)
        try:
            latest.announce(CHAIN, couple, before, state_of(links[-1]))
        except latest.NotLatest:
            security_log.note(security_log.Kind.MAC_BROKEN)


def locked(couples: Iterable[UUID]) -> dict[UUID, Locked]:
    """Lock the chains of these couples until the transaction ends, and return how each ends: in a fixed number of
    queries for all that have one."""
    wanted = sorted(couples)
    first = ChainLink.objects.select_for_update().filter(couple__in=wanted, number=1).order_by("couple")
    there = set(first.values_list("couple", flat=True))
    newest = ChainLink.objects.filter(couple=OuterRef("couple")).order_by("-number").values("number")[:1]
    last = ChainLink.objects.filter(couple__in=there, number=Subquery(newest))
    found = {link.couple: (link, state_of(link)) for link in last}
    return found | {couple: _locked(couple) for couple in wanted if couple not in there}


def append_to_each(chains: Mapping[UUID, Locked], rows: Sequence[AccessRecord]) -> None:
    """Do what `append` does for rows of several couples whose chains are `locked`, no two of one couple."""
    links, states = [], {}
    for row in rows:
        last, before = chains[row.couple_id]
        (link,) = linked(last, [(kind_of(row), row.pk, digest_of(row))])
        links.append(link)
        states[row.couple_id] = before, state_of(link)
    ChainLink.objects.bulk_create(links)
    for _couple in latest.announce_each(CHAIN, states):
        security_log.note(security_log.Kind.MAC_BROKEN)


def linked(last: ChainLink, entries: Iterable[tuple[str, int | None, bytes]]) -> list[ChainLink]:
    """Return new links of this kind, row and digest behind the last one. Nothing is stored."""
    made = []
    for kind, row, digest in entries:
        link = ChainLink(couple=last.couple, number=last.number + 1, kind=kind, row=row, digest=digest)
        link.mac = mac_of(link, last)
        made.append(link)
        last = link
    return made


def before_first(couple: UUID) -> ChainLink:
    """Return what stands before the first link. It is not stored."""
    return ChainLink(couple=couple, number=0, digest=OF_NOTHING, mac=bytes(32))


def mac_of(link: ChainLink, before: ChainLink) -> bytes:
    """Return the MAC of this link behind that one, under the first master key."""
    return data_keys.mac(CHAIN, _content(link, before))


def follows(link: ChainLink, before: ChainLink) -> bool:
    """Return whether this link was made behind that one, under any of the master keys."""
    return data_keys.is_mac(bytes(link.mac), CHAIN, _content(link, before))


def _content(link: ChainLink, before: ChainLink) -> bytes:
    said = f"{link.couple}|{link.number}|{link.kind}|{link.row}|".encode()
    return said + bytes(link.digest) + bytes(before.mac)


def state_of(last: ChainLink) -> bytes:
    """Return what the database `keys` holds of a chain that ends with this link: its number and its MAC."""
    return last.number.to_bytes(NUMBER_BYTES, "big") + bytes(last.mac)


def kind_of(row: Any) -> str:
    """Return what happened to this row last."""
    if not hasattr(row, "withdrawn_at"):
        return Kind.READ
    return Kind.GIVEN if row.withdrawn_at is None else Kind.WITHDRAWN


def digest_of(row: Any) -> bytes:
    """Return a digest of everything that this row says."""
    kind = Consent if hasattr(row, "withdrawn_at") else AccessRecord
    said = [kind.__name__, row.pk, *(_plain(getattr(row, name)) for name in COLUMNS[kind])]
    return hashlib.sha256(json.dumps(said).encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, str | int) else str(value)


def _locked(couple: UUID) -> Locked:
    """Lock this couple's chain and return how it ends.

    What is locked is the first link; where there is none it is made.
    """
    chain = ChainLink.objects.filter(couple=couple)
    if not chain.select_for_update().filter(number=1).exists():
        if first := _begun(couple):
            return first, EMPTY
        chain.select_for_update().get(number=1)
    last = chain.order_by("-number").first()
    assert last is not None
    return last, state_of(last)


def _begun(couple: UUID) -> ChainLink | None:
    """Begin this couple's chain and return its first link; None if another act has begun it at this moment."""
    first = linked(before_first(couple), [(Kind.BEGUN, None, OF_NOTHING)])[0]
    try:
        with transaction.atomic():
            first.save(force_insert=True)
    except IntegrityError:
        return None
    with suppress(latest.NotLatest):  # it will be said when the links are announced
        latest.begin(CHAIN, couple, EMPTY)
    return first
