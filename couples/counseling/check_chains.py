"""Names what somebody other than this software changed in consents and access records, and begins chains anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from couples.counseling import chain
from couples.counseling.models import AccessRecord, ChainLink, Consent
from couples.keys import latest

Rows = dict[tuple[bool, int], chain.Row]
"""The rows of a couple, each by whether it is an access record, and its id."""


@dataclass(frozen=True)
class Break:
    """`number`: of the link at which it shows; none for a row without one."""

    couple: UUID
    number: int | None
    what: str

    def __str__(self) -> str:
        at = "no link" if self.number is None else f"link {self.number}"
        return f"couple {self.couple}: {at}: {self.what}"


def chains() -> list[str]:
    """Return a line for each break in the chain of any couple. It may run beside servers."""
    return [str(one) for couple in sorted(_couples()) for one in breaks(couple)]


def of_nobody() -> list[str]:
    """Return a line for each consent under a link without a couple: nobody can give one, and no chain knows of it."""
    rows = Consent.objects.filter(counseling__couple__isnull=True).order_by("pk")
    return [f"consent {pk}: it is of no couple" for pk in rows.values_list("pk", flat=True)]


def breaks(couple: UUID) -> list[Break]:
    """Return the breaks in this couple's chain: in its links, its end, and the rows that they are about."""
    with transaction.atomic():
        links = links_of(couple)
        rows = _rows(couple)
        found = [*_of_links(couple, links), *_of_end(couple, links), *_of_rows(couple, links, rows)]
    return found


def links_of(couple: UUID) -> list[ChainLink]:
    """Lock this couple's chain and return its links in order."""
    links = ChainLink.objects.filter(couple=couple)
    list(links.select_for_update().filter(number=1))
    return list(links.order_by("number"))


def holds(couple: UUID, links: list[ChainLink]) -> bool:
    """Return whether nobody else changed, added or removed any of these links, all that this couple has."""
    return not [*_of_links(couple, links), *_of_end(couple, links)]


def start_anew() -> int:
    """Begin every couple's chain anew with the rows that are there. Returns how many couples have one.

    Only for an operator who has put an older backup back: what was in the old chain is no longer known.
    """
    couples = _couples()
    for couple in couples:
        start_anew_of(couple, ChainLink.Kind.RESTORED)
    return len(couples)


def start_anew_of(couple: UUID, kind: str) -> None:
    with transaction.atomic():
        links_of(couple)
        ChainLink.objects.filter(couple=couple).delete()
        rows = [(chain.kind_of(row), row.pk, chain.digest_of(row)) for row in _rows(couple).values()]
        made = chain.linked(chain.before_first(couple), [(kind, None, chain.OF_NOTHING), *rows])
        ChainLink.objects.bulk_create(made)
        transaction.on_commit(lambda: latest.put(chain.CHAIN, couple, chain.state_of(made[-1])))


def _couples() -> set[UUID]:
    """Return every couple that has a chain, or rows that should be in one."""
    with_rows = Consent.objects.filter(counseling__couple__isnull=False).values_list(
        "counseling__couple", flat=True
    )
    read = AccessRecord.objects.values_list("couple", flat=True)
    links = ChainLink.objects.values_list("couple", flat=True)
    known = latest.values(chain.CHAIN)
    return {*with_rows.distinct(), *read.distinct(), *links.distinct(), *known}


def _rows(couple: UUID) -> Rows:
    consents = Consent.objects.filter(counseling__couple=couple).order_by("pk")
    records = AccessRecord.objects.filter(couple=couple).order_by("pk")
    found: Rows = {(False, row.pk): row for row in consents}
    return found | {(True, row.pk): row for row in records}


def _of_links(couple: UUID, links: list[ChainLink]) -> Iterator[Break]:
    before = chain.before_first(couple)
    for link in links:
        if link.number != before.number + 1:
            yield Break(couple, before.number + 1, "the link is missing")
        elif not chain.follows(link, before):
            yield Break(couple, link.number, "the link was not made here")
        before = link


def _of_end(couple: UUID, links: list[ChainLink]) -> Iterator[Break]:
    last = links[-1] if links else chain.before_first(couple)
    state = chain.state_of(last)
    if not (links or couple in latest.values(chain.CHAIN)) or latest.holding(chain.CHAIN, {couple: state}):
        return
    known = latest.values(chain.CHAIN).get(couple)
    if known is None:
        yield Break(couple, last.number, "the keys database does not know this chain")
    elif int.from_bytes(known[: chain.NUMBER_BYTES], "big") > last.number:
        yield Break(couple, last.number + 1, "the link is missing at the end")
    else:
        yield Break(couple, last.number, "the keys database knows another end of this chain")


def _of_rows(couple: UUID, links: list[ChainLink], rows: Rows) -> Iterator[Break]:
    newest = {(link.kind == ChainLink.Kind.READ, link.row): link for link in links if link.row is not None}
    for name, link in newest.items():
        row = rows.get((name[0], link.row or 0))
        if row is None:
            yield Break(couple, link.number, f"{_named(*name)} is missing")
        elif chain.digest_of(row) != bytes(link.digest) or chain.kind_of(row) != link.kind:
            yield Break(couple, link.number, f"{_named(*name)} was changed")
    for name in rows.keys() - newest.keys():
        yield Break(couple, None, f"{_named(*name)} was added")


def _named(is_record: bool, row: int | None) -> str:
    return f"access record {row}" if is_record else f"consent {row}"
