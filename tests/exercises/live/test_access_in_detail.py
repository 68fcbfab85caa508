"""What access depends on, row by row: another couple's, another session's and what has run out count for nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import SignIn
from couples.pairing import acceptance
from exercises.live import access
from exercises.live.access import NO_SUCH, SIGNED_OUT, AccessDenied, Caller, PartnerAccess
from exercises.live.models import Lease, Stream
from tests import forging
from tests.exercises.live.rooms import NEED, opened
from tests.exercises.live.test_access import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def others():
    """Another couple, one of whom is signed in."""
    two = [users.create(f"{name}@example.net", name) for name in ("Kim", "Robin")]
    acceptance.pair(*two)
    signed_in(two[0])
    return two


def granted(stream: UUID, caller: Caller, decide=access.of_partner) -> PartnerAccess | int:
    try:
        found: PartnerAccess = decide(stream, caller)
    except AccessDenied as refusal:
        return refusal.code
    return found


def has_a_lease(stream: UUID, person, minutes: int = 1) -> None:
    until = timezone.now() + timedelta(minutes=minutes)
    Lease.objects.update_or_create(stream_id=stream, person=person, defaults={"until": until})


def test_a_sign_in_that_is_not_theirs_or_has_run_out_is_none(room, alex):
    _client, caller = signed_in(alex)
    assert granted(room.id, caller).me.id == alex.pk
    assert granted(room.id, Caller(alex.pk, "of nobody", alex.password)) == SIGNED_OUT
    SignIn.objects.filter(person=alex.pk).update(expire_date=timezone.now())
    assert granted(room.id, caller) == SIGNED_OUT


def test_the_partner_is_here_by_a_lease_of_their_own_in_this_session(room, couple, alex, blair):
    room.alex.do("end")
    now = opened(couple, alex, blair, NEED)
    Lease.objects.all().delete()
    for stream, person, minutes in ((room.id, blair, 1), (now.id, alex, 1), (now.id, blair, -1)):
        has_a_lease(stream, person, minutes)
        assert not granted(now.id, Caller(alex.pk)).partner_here
    has_a_lease(now.id, blair)
    assert granted(now.id, Caller(alex.pk)).partner_here


def test_whoever_observed_another_session_has_not_visited_this_one(room, couple, alex, blair, casey):
    room.alex.do("end")
    now = opened(couple, alex, blair, NEED)
    has_a_lease(room.id, casey)
    assert not granted(now.id, Caller(alex.pk)).visited
    has_a_lease(now.id, casey)
    assert granted(now.id, Caller(alex.pk)).visited


def test_a_former_partner_has_their_ledger_and_nothing_else(room, alex, blair):
    ledger = Stream.objects.create(
        kind="ledger", couple_id=_couple(room), person_a=alex.pk, person_b=blair.pk
    ).pk
    client, caller = signed_in(blair)
    former = access.of_former_partner
    assert granted(ledger, caller, former) == NO_SUCH  # not a former one
    blair.memberships.update(left_at=timezone.now())
    assert granted(ledger, caller, former).me.id == blair.pk
    assert granted(room.id, caller, former) == NO_SUCH
    client.logout()
    assert granted(ledger, caller, former) == SIGNED_OUT


@pytest.mark.forges
def test_half_a_couple_is_none(room, alex, blair):
    forging.run("DELETE FROM couples_membership WHERE id = %s", blair.memberships.get().pk)
    assert granted(room.id, Caller(alex.pk)) == NO_SUCH


def _couple(room) -> UUID:
    found: UUID = Stream.objects.values_list("couple", flat=True).get(pk=room.id)
    return found
