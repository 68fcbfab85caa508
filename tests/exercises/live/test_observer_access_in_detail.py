"""An observer's access, fact by fact: what one of the two, another link or another session says counts for nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from couples import security_log
from couples.accounts import users
from couples.counseling import consent, links, scopes
from couples.counseling.models import Consent, Counseling
from couples.facts.changing import changing
from couples.pairing import acceptance
from exercises.live.access import NO_SUCH, AccessDenied, Caller
from exercises.live.models import Lease, Stream
from exercises.live.observer import access
from tests import forging
from tests.cast import with_second_step
from tests.couples.counseling.consents import allow, both_allow
from tests.exercises.live.observing import denied, let_in

__all__ = ["let_in"]
pytestmark = pytest.mark.django_db


def granted(room, who):
    return access.of_observer(room.id, Caller(who.pk))


def test_where_one_has_not_allowed_it_nothing_is_wrong_and_nothing_is_noted(linked, room, casey, alex):
    allow(linked, alex)
    security_log.take()
    with pytest.raises(AccessDenied):
        granted(room, casey)
    assert security_log.take() == {}


@pytest.mark.parametrize("who", ["alex", "blair"])
def test_she_reads_along_only_if_both_allow_it(let_in, room, casey, request, who):
    assert not granted(room, casey).reads
    allow(let_in, request.getfixturevalue(who), scopes.OPENED_LIVE)
    assert not granted(room, casey).reads
    both_allow(let_in, scopes.OPENED_LIVE)
    assert granted(room, casey).reads


@pytest.mark.forges
def test_a_consent_to_something_else_is_none_to_reading_along(let_in, room, casey, alex, blair):
    allow(let_in, alex, scopes.OPENED_LIVE)
    allow(let_in, blair, scopes.PROGRESS)
    forged = Consent.objects.get(person=blair, scope=scopes.PROGRESS.value).pk
    forging.run("UPDATE couples_consent SET scope = %s WHERE id = %s", scopes.OPENED_LIVE.value, forged)
    assert not granted(room, casey).reads


@pytest.mark.forges
def test_a_consent_to_reading_along_that_was_put_back_ends_her_look(let_in, room, casey, blair):
    both_allow(let_in, scopes.OPENED_LIVE)
    of_hers = Consent.objects.get(person=blair, scope=scopes.OPENED_LIVE.value)
    old = forging.copy_of("couples_consent", of_hers.pk)
    consent.withdraw(let_in, blair, scopes.OPENED_LIVE)
    assert denied(room, casey) is None
    forging.put_back("couples_consent", old)
    assert denied(room, casey) == NO_SUCH


def test_the_ledger_is_no_room_for_who_stays_either(let_in, couple, casey, alex, blair):
    ledger = Stream.objects.create(kind="ledger", couple=couple, person_a=alex.pk, person_b=blair.pk)
    soon = timezone.now() + timedelta(minutes=1)
    Lease.objects.create(stream=ledger, person=casey, until=soon)
    with pytest.raises(AccessDenied):
        access.of_observer(ledger.pk, Caller(casey.pk))


def test_she_is_there_by_her_own_living_link_with_this_couple(let_in, room, casey, drew):
    assert access.link_of(room.id, casey.pk) == let_in.pk
    dana = with_second_step(users.create("dana@example.org", "Dana", is_counselor=True))
    assert access.link_of(room.id, dana.pk) is None
    kim = users.create("kim@example.org", "Kim")
    elses = Stream.objects.create(
        kind="ledger", couple=acceptance.pair(drew, kim), person_a=drew.pk, person_b=kim.pk
    )
    assert access.link_of(elses.pk, casey.pk) is None
    links.end(let_in)
    assert access.link_of(room.id, casey.pk) is None


def test_a_link_that_not_both_have_accepted_leads_nowhere(couple, room, casey):
    soon = timezone.now() + timedelta(days=1)
    with changing(casey):
        Counseling.objects.create(counselor=casey, couple=couple, token_hash="0" * 64, expires_at=soon)
    assert access.link_of(room.id, casey.pk) is None
