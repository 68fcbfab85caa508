"""Who is whose partner now: only while both are in the couple, and only for people who are there."""

import pytest
from django.utils import timezone

from couples.accounts import users
from couples.pairing import acceptance, membership
from couples.privacy import leaving

pytestmark = pytest.mark.django_db


def test_who_left_has_no_partner_although_the_other_is_still_there(couple, alex, blair):
    alex.memberships.update(left_at=timezone.now())

    assert membership.partner_of(alex) is None
    assert membership.partner_of(blair) is None


def test_a_partner_of_before_is_none_in_a_couple_of_today(couple, alex, blair, drew):
    leaving.leave(blair)
    acceptance.pair(alex, drew)

    assert membership.partner_of(alex) == drew
    assert membership.partner_of(blair) is None


def test_the_names_of_couples_come_in_the_order_of_their_voices_and_only_of_those_asked_for(couple, drew):
    robin = users.create("robin@example.org", "Robin")
    other = acceptance.pair(robin, drew)

    assert membership.names_of([couple.pk]) == {couple.pk: ("Alex", "Blair")}
    assert membership.names_of([couple.pk, other.pk])[other.pk] == ("Robin", "Drew")


def test_a_couple_that_ended_or_that_one_has_left_has_no_names(couple, alex, blair):
    alex.memberships.update(left_at=timezone.now())
    assert membership.names_of([couple.pk]) == {}

    blair.memberships.update(left_at=timezone.now())
    assert membership.names_of([couple.pk]) == {}


def test_nobody_is_held_who_is_blocked_or_erased(alex, blair):
    assert membership.hold(alex, blair)

    blair.write(is_active=False)
    assert not membership.hold(alex, blair)
    assert membership.hold(alex)

    alex.write(erased_at=timezone.now())
    assert not membership.hold(alex)
