"""The access log: which counselor or operator viewed which kind of data about a couple, and when.

It holds no content. Both partners can always read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import TruncDate
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
OF_OPERATORS: Final = {
    COUPLE: gettext_noop("that you are a couple here"),
    COUNSELING: gettext_noop("which counselor you are linked with"),
}


@dataclass(frozen=True)
class Line:
    """One reader viewed one kind of data on one day: not when, nor how often, which nobody should have to explain."""

    day: date
    reader: str
    role: str
    what: str


def kinds() -> dict[str, str]:
    """Return the possible values of `what` and how the log words each: one per scope, what was taken away, and what
    operators can see."""
    taken = {TAKEN: gettext_noop("a summary for the counselor, printed or saved")}
    return {scope.value: scope.logged_as for scope in SCOPES} | OF_OPERATORS | taken


def record(couple: Couple, reader: User, role: AccessRecord.Role, what: str) -> None:
    """Store one read, with its link in the couple's chain. Call it in the transaction that reads, so that nothing is
    read without a record, and after everything that locks a row."""
    with transaction.atomic(savepoint=False):
        made = AccessRecord.objects.create(couple=couple, reader=reader, role=role, what=what)
        chain.append(couple.pk, [made])


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
