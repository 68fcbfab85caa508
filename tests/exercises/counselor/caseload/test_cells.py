"""Each cell of a counselor's list is what `consent.shared` allows of what the sessions themselves say."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from couples.counseling import consent, scopes
from couples.facts.changing import changing
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.caseload import listing
from exercises.counselor.caseload.forms import Choice
from exercises.counselor.caseload.rows import Now
from exercises.live.models import Stream
from tests.exercises.counselor import at_work
from tests.exercises.counselor.caseload.pasts import Cells, couples_with_pasts, read_at, told
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(databases="__all__")
MANY = 200 if IS_LONG else 3


def shown(counselor) -> dict:
    now = timezone.now()
    found = listing.of(counselor, Choice(), Now(timezone.localdate(now), timezone.localtime(now)))
    return {row.pair.link: row for row in found.page}


def cells(row) -> Cells:
    due = row.facts.due
    return Cells(
        (due.done, due.of, due.first) if due else None,
        row.facts.new,
        row.facts.is_review_due,
        row.facts.is_room_open,
    )


def a_world(couples, chance: Random) -> None:
    """Each partner allows some things and takes some back; she gives exercises, withdraws some, and has read some."""
    now = timezone.now()
    everybody = [one.user for linked in couples for one in linked.couple.memberships.all()]
    likely = chance.choice([0.3, 0.8, 1])
    with changing(couples[0].counselor_id, *everybody):
        for linked in couples:
            for member in linked.couple.memberships.all():
                for scope in scopes.SCOPES:
                    if chance.random() < likely:
                        consent.give(linked, member.user, scope)
                        if chance.random() < 0.15:
                            consent.withdraw(linked, member.user, scope)
    for linked in couples:
        for _ in range(chance.randrange(3)):
            day = chance.choice([None, -3, 0, 5])
            due = None if day is None else timezone.localdate() + timedelta(days=day)
            made = at_work.given(linked, due_on=due)
            if chance.random() < 0.4:
                Stream.objects.filter(couple=linked.couple, played_through=True).update(assignment=made)
            if chance.random() < 0.2:
                Assignment.objects.filter(pk=made.pk).update(withdrawn_at=now)
        for scope in (scopes.ANSWERS, scopes.BALANCE):
            if chance.random() < 0.5:
                read_at(linked, scope, now + chance.choice([-1, 1]) * timedelta(days=1))


def test_each_cell_is_what_both_allow_of_what_the_sessions_say(casey):
    couples = couples_with_pasts(casey)
    seen: set[Cells] = set()

    @settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def compare(chance):
        with transaction.atomic():
            a_world(couples, chance)
            rows = shown(casey)
            assert {linked.pk for linked in couples} == set(rows)
            for linked in couples:
                row = rows[linked.pk]
                assert row.allowed == consent.shared(linked)
                assert cells(row) == told(linked)
                seen.add(cells(row))
            transaction.set_rollback(True)

    compare()
    for field in ("due", "new", "is_review_due", "is_room_open") if IS_LONG else ():
        assert len({bool(getattr(one, field)) for one in seen}) == 2, field
