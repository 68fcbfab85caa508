"""Rows of consents: ending them, when each changed, and reading one with the MAC that shows that it was given here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from couples import clock
from couples.accounts import factors
from couples.accounts.models import User
from couples.counseling.models import CONSENTS, Consent, Counseling
from couples.counseling.scopes import Scope


def withdraw(consents: QuerySet[Consent]) -> list[Consent]:
    """End these consents, in a transaction, and return them. Their rows stay, without
    the MAC that made them count.

    The caller appends them to the couple's chain, when nothing else will be locked.
    """
    rows, now = list(consents.select_for_update()), clock.now()
    Consent.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now, row_mac=b"")
    for row in rows:
        row.withdrawn_at = now
    return rows


def given(counselor: UUID, scope: Scope) -> Subquery:
    """Return an expression for a query of memberships: the MAC of this member's consent, if they gave this counselor
    this scope and it is in force. `is_own` checks it."""
    return Subquery(
        Consent.objects.filter(
            person=OuterRef("user"),
            counseling__couple=OuterRef("couple"),
            counseling__counselor=counselor,
            counseling__counselor__is_active=True,
            counseling__counselor__is_counselor=True,
            counseling__counselor__in=factors.protected(),
            counseling__linked_at__isnull=False,
            counseling__ended_at__isnull=True,
            scope=scope.value,
            version=scope.version,
            withdrawn_at__isnull=True,
        ).values("row_mac")[:1]
    )


def changed_at(several: Sequence[Counseling], person: User) -> dict[tuple[UUID, str], datetime]:
    """Return when this person last gave or withdrew each scope, by link and value; what they never gave is left out.

    Show what follows from it only to this person.
    """
    rows = Consent.objects.filter(counseling__in=several, person=person)
    found: dict[tuple[UUID, str], datetime] = {}
    for link, scope, *times in rows.values_list("counseling", "scope", "given_at", "withdrawn_at"):
        found[link, scope] = max(at for at in (found.get((link, scope)), *times) if at)
    return found


def is_own(mac: Any, counselor: UUID, member: Mapping[str, Any], scope: Scope) -> bool:
    """Whether this MAC from `given` is that of a consent which this member, a row of a membership, gave."""
    link = {"counseling__counselor_id": counselor, "counseling__couple_id": member["couple_id"]}
    said = {"person_id": member["user_id"], "scope": scope.value, "version": scope.version}
    return CONSENTS.holds(CONSENTS.of_row(link | said), mac)
