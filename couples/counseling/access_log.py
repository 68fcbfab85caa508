"""The access log: which counselor or operator viewed which kind of data about a couple, and when.

It holds no content. Both partners can always read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from couples.accounts.models import User
from couples.counseling.models import AccessRecord
from couples.counseling.scopes import SCOPES
from couples.pairing.models import Couple

COUPLE: Final = "couple"
COUNSELING: Final = "counseling"
OF_OPERATORS: Final = {
    COUPLE: gettext_noop("that you are a couple here"),
    COUNSELING: gettext_noop("which counselor you are linked with"),
}


@dataclass(frozen=True)
class Line:
    """How often one reader viewed one kind of data on one day. It has no time of day."""

    day: date
    reader: str
    role: str
    what: str
    times: int


def kinds() -> dict[str, str]:
    """Return the possible values of `what` and how the log words each: one per scope, and what operators can see."""
    return {scope.value: scope.logged_as for scope in SCOPES} | OF_OPERATORS


def record(couple: Couple, reader: User, role: AccessRecord.Role, what: str) -> None:
    """Store one read. Call it in the transaction that reads, so that nothing is read without a record."""
    AccessRecord.objects.create(couple=couple, reader=reader, role=role, what=what)


def of_couple(couple: Couple) -> list[AccessRecord]:
    """Return all records about this couple, newest first."""
    return list(couple.access_records.select_related("reader").order_by("-at"))


def lines(couple: Couple) -> Iterator[Line]:
    """Yield the records counted by day, as the couple sees them. A kind without a text is shown as its stored value."""
    known = kinds()

    def one(record: AccessRecord) -> tuple[date, str, str, str]:
        reader = record.reader.name if record.reader else _("someone whose account no longer exists")
        what = _(known[record.what]) if record.what in known else record.what
        return timezone.localtime(record.at).date(), reader, record.role, what

    for day, records in groupby(map(one, of_couple(couple)), key=lambda seen: seen[0]):
        counted: dict[tuple[date, str, str, str], int] = {}
        for seen in records:
            counted[seen] = counted.get(seen, 0) + 1
        for (_day, reader, role, what), times in counted.items():
            yield Line(day, reader, role, what, times)
