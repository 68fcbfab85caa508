"""What a counselor's reading rests on holds, and none leaves after an act that ends her access was acknowledged."""

import time
from uuid import UUID

from django.conf import settings

from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Consent, Counseling
from couples.counseling.scopes import Scope
from couples.facts import holding
from couples.facts.holding import Columns, Held
from couples.pairing.models import Membership


def let_leave() -> None:
    """Wait, after the act is committed, as long as a page needs from its last look at the consents to the network."""
    time.sleep(settings.READINGS_LEAVE_WITHIN)


def allowed(reader: UUID, couple: UUID, leaving: bool = False) -> frozenset[Scope] | None:
    """Return what `consent.allowed_now` does, if what holds about the reader and both partners says the same.

    Raises DoesNotHold, and notes it, if it does not: also for consents that are there for the moment of that query.
    """
    while True:
        said = consent.allowed_now(reader, couple, leaving)
        if said is None or _hold(reader, couple, said, leaving):
            return said
        if consent.allowed_now(reader, couple, leaving) == said:
            holding.refuse()


def _hold(reader: UUID, couple: UUID, said: frozenset[Scope], leaving: bool) -> bool:
    members = list(
        Membership.objects.filter(couple=couple, left_at__isnull=True).values_list("user", flat=True)
    )
    held = holding.held_of(reader, *members)
    hers, theirs = held[reader], [held[member] for member in members]
    links = {row["id"] for row in hers.rows(Counseling) if row["couple_id"] == couple and _is_in_force(row)}
    return (
        all(row["is_active"] and row["is_counselor"] for row in hers.rows(User))
        and len(theirs) == 2
        and all(
            _is_member(one, couple) and all(_allows(one, links, scope, leaving) for scope in said)
            for one in theirs
        )
        and bool(links)
    )


def _is_in_force(link: Columns) -> bool:
    return link["linked_at"] is not None and link["ended_at"] is None


def _is_member(one: Held, couple: UUID) -> bool:
    return any(row["couple_id"] == couple and row["left_at"] is None for row in one.rows(Membership))


def _allows(one: Held, links: set[UUID], scope: Scope, leaving: bool) -> bool:
    given = (
        row for row in one.rows(Consent) if row["counseling_id"] in links and row["scope"] == scope.value
    )
    return any(scope.is_in(row["version"], leaving) for row in given)
