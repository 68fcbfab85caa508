"""The access log: which counselor or operator viewed which kind of data about a couple, and when.

It holds no content. Both partners can always read it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from couples.accounts.models import User
from couples.counseling import chain
from couples.counseling.models import AccessRecord
from couples.counseling.scopes import SCOPES
from couples.pairing.models import Couple

COUPLE: Final = "couple"
COUNSELING: Final = "counseling"
TAKEN: Final = "taken"
"""A counselor had a brief printed or saved."""
MARKED: Final = "marked"
"""A counselor read which of the items that she marked the two see differently."""
OF_OPERATORS: Final = {
    COUPLE: gettext_noop("that you are a couple here"),
    COUNSELING: gettext_noop("which counselor you are linked with"),
}

CASELOAD: Final = "caseload"
"""A look of a counselor at the list of all her couples."""
OF_LISTS: Final = {
    CASELOAD: gettext_noop(
        "in the list of all couples: what is due, new to read or to be looked at again, whether something that was "
        "marked to be talked about is seen differently, and whether a session is open"
    )
}


@dataclass(frozen=True)
class Line:
    """One reader viewed one kind of data on one day: not when, nor how often, which nobody should have to explain."""

    day: date
    reader: str
    role: str
    what: str


def kinds() -> dict[str, str]:
    """Return the possible values of `what` and how the log words each: one per scope, what operators can see, what was
    taken away, a look at a list of couples, and what is seen differently of what was marked."""
    taken = {TAKEN: gettext_noop("a summary for the counselor, printed or saved")}
    marked = {MARKED: gettext_noop("what you see differently of what was marked to be talked about")}
    return {scope.value: scope.logged_as for scope in SCOPES} | OF_OPERATORS | taken | OF_LISTS | marked


def record(couple: Couple, reader: User, role: AccessRecord.Role, what: str) -> None:
    """Store one read, with its link in the couple's chain. Call it in the transaction that reads, so that nothing is
    read without a record, and after everything that locks a row."""
    with transaction.atomic(savepoint=False):
        made = AccessRecord.objects.create(couple=couple, reader=reader, role=role, what=what)
        chain.append(couple.pk, [made])


def record_today(couples: Collection[UUID], reader: User, role: AccessRecord.Role, what: str) -> None:
    """Store one read of each of these couples, unless one of today is there, in a fixed number of queries.

    Call it as `record`. Nobody else stores one between the look for it and the end of the transaction.
    """
    with transaction.atomic(savepoint=False):
        chains = chain.locked(couples)
        now = timezone.now()
        there = AccessRecord.objects.filter(couple__in=couples, reader=reader, role=role, what=what)
        today = set(there.filter(at__gte=_midnight(now)).values_list("couple", flat=True))
        rows = [
            AccessRecord(couple_id=couple, reader=reader, role=role, what=what, at=now)
            for couple in sorted(set(couples) - today)
        ]
        chain.append_to_each(chains, AccessRecord.objects.bulk_create(rows))


def _midnight(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def of_couple(couple: Couple) -> list[AccessRecord]:
    """Return all records about this couple, newest first."""
    return list(couple.access_records.select_related("reader").order_by("-at"))


def lines(couple: Couple) -> Iterator[Line]:
    """Yield a line for each day, reader and kind, as the couple sees them. A kind without a text is shown as its stored
    value.

    The database groups, so that the page of a couple with thousands of records costs no more than its lines.
    """
    known = kinds()
    found: dict[Line, None] = {}
    by_day = couple.access_records.annotate(day=TruncDate("at")).values("day", "reader__name", "role", "what")
    grouped = by_day.annotate(last=Max("at")).order_by("-day", "-last")
    rows: Any = grouped.values_list("day", "reader__name", "role", "what")
    for day, name, role, what in rows:
        reader = name if name is not None else _("someone whose account no longer exists")
        found[Line(day, reader, role, _(known[what]) if what in known else what)] = None
    yield from found
