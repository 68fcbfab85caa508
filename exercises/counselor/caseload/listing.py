"""What a page of a counselor's list shows: read in one transaction, looked at again before it leaves, and recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import access_log, caseload, readings
from couples.counseling.caseload import LinkedPair
from couples.counseling.models import AccessRecord
from couples.meetings import zones
from couples.meetings.appointments import APPOINTMENT_LENGTH
from exercises.counselor.caseload import facts
from exercises.counselor.caseload.forms import Choice
from exercises.counselor.caseload.rows import PAGE_SIZE, Now, Row, chosen


@dataclass(frozen=True)
class Listing:
    """`couples`: how many she is linked with. `page`: the rows of one page of those she asks for."""

    couples: int
    page: Page[Row]

    @property
    def shown(self) -> str:
        return " ".join(row.shown for row in self.page)


def of(counselor: User, choice: Choice, now: Now) -> Listing:
    """Return a page of her list.

    What both allow is read before the facts, and again after them, from what holds about her and the people on the
    page. Each couple of whom it shows more than names has it in their access log, once a day.
    """
    with transaction.atomic(savepoint=False):
        pairs = [_without_past(pair, now) for pair in caseload.linked_with(counselor)]
        allowed = caseload.allowed_in(pairs, counselor.pk)
        seen = facts.of(counselor.pk, pairs, allowed, now.today)
        every = [Row(pair, allowed[pair.link], seen.facts[pair.link], now) for pair in pairs]
        page = Paginator(chosen(every, *choice.asked), PAGE_SIZE).get_page(choice.page)
        read = len(page)
        page.object_list = _that_hold(counselor, list(page))
        told = {row.pair.couple for row in page if not row.facts.is_nothing}
        if new := told - seen.recorded:
            access_log.record_today(new, counselor, AccessRecord.Role.COUNSELOR, access_log.CASELOAD)
    return Listing(len(pairs) - read + len(page), page)


def now_of(request: HttpRequest) -> Now:
    """Return the present moment of whoever asks."""
    moment = timezone.now()
    return Now(timezone.localdate(moment), moment.astimezone(ZoneInfo(zones.of(request))))


def _that_hold(counselor: User, rows: Sequence[Row]) -> list[Row]:
    """Return these rows with what may be shown by now, without couples she is linked with no more."""
    if not rows:
        return []
    allowed = readings.allowed_of(counselor.pk, [row.pair for row in rows])
    return [row.within(allowed[row.pair.link]) for row in rows if row.pair.link in allowed]


def _without_past(pair: LinkedPair, now: Now) -> LinkedPair:
    is_past = pair.meets_at is not None and pair.meets_at + APPOINTMENT_LENGTH <= now.at
    return replace(pair, meets_at=None, is_shown=False) if is_past else pair
