"""What a counselor's reading rests on holds, and none leaves after an act that ends her access was acknowledged."""

import time
from collections.abc import Collection
from uuid import UUID

from django.conf import settings

from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.caseload import LinkedPair
from couples.counseling.models import Consent, Counseling
from couples.counseling.scopes import SCOPES, Scope
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


def allowed_of(reader: UUID, pairs: Collection[LinkedPair]) -> dict[UUID, frozenset[Scope]]:
    """Return what both allow in each of these links by what holds, in a fixed number of queries.

    Those are left out that are no longer in force, or where something about one of the three does not hold.
    """
    held = holding.held_among({reader, *(person for pair in pairs for person in pair.people)})
    if reader not in held:
        return {}
    in_force = {row["id"]: row["couple_id"] for row in held[reader].rows(Counseling) if _is_in_force(row)}
    found = {}
    for pair in pairs:
        theirs = [held[person] for person in pair.people if person in held]
        if (
            in_force.get(pair.link) == pair.couple
            and sum(_is_member(one, pair.couple) for one in theirs) == 2
        ):
            found[pair.link] = frozenset(
                scope for scope in SCOPES if all(_allows(one, {pair.link}, scope, False) for one in theirs)
            )
    return found


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
