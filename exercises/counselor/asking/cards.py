"""What counselors ask a couple for, on the home page of each partner: the same words for both.

It comes to both, whatever each allows by then, and stays on somebody's page until they put it away or change that
consent, by what they did alone since; so nothing on it tells what the other has done or allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from couples.accounts.models import User
from couples.counseling import consent_rows
from couples.facts import holding
from couples.pairing.models import Couple
from couples.security_log import Kind, note
from exercises.counselor.asking import asked
from exercises.counselor.asking.asked import Asked
from exercises.counselor.asking.models import AskedFor, PutAway


@dataclass(frozen=True)
class Card:
    """`counselor`: who asks."""

    counselor: str
    asked: Asked


def for_home(couple: Couple, person: User) -> list[Card]:
    """Return what stands on the page of this partner: what is open, of counselors who hold."""
    rows = list(_open_for(couple).exclude(put_away__person=person))
    if not rows:
        return []
    changed = consent_rows.changed_at([row.counseling for row in rows], person)
    unanswered = [row for row in asked.read(rows) if not _has_answered(row, changed)]
    names = _who_hold(rows)
    return [Card(names[one.link], one) for one in unanswered if one.is_open and one.link in names]


def _has_answered(one: Asked, changed: Mapping[tuple[UUID, str], datetime]) -> bool:
    """Return whether that consent was given or withdrawn since it was asked for."""
    at = changed.get((one.link, one.scope.value))
    return at is not None and at > one.at


def put_away(couple: Couple, person: User, asked_id: UUID) -> None:
    """Take it off this person's own page. Raises LookupError for what this couple was not asked."""
    row = AskedFor.objects.filter(pk=asked_id, counseling__couple=couple).first()
    if row is None:
        raise LookupError
    PutAway.objects.get_or_create(asked=row, person=person)


def _open_for(couple: Couple) -> QuerySet[AskedFor]:
    return AskedFor.objects.filter(
        withdrawn_at__isnull=True,
        counseling__couple=couple,
        counseling__linked_at__isnull=False,
        counseling__ended_at__isnull=True,
        counseling__counselor__is_active=True,
        counseling__counselor__is_counselor=True,
    ).select_related("counseling__counselor")


def _who_hold(rows: list[AskedFor]) -> dict[UUID, str]:
    """Return the names of the counselors about whom, and with them the link, everything holds, by the link."""
    people = {row.counseling.counselor_id for row in rows}
    hold = holding.who_hold(people)
    if hold != people:
        note(Kind.MAC_BROKEN)
    return {
        row.counseling_id: row.counseling.counselor.name
        for row in rows
        if row.counseling.counselor_id in hold
    }
