"""What the database itself refuses, whatever the code above it does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from couples.accounts.models import User
from couples.pairing.models import Couple, Invitation, Membership

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def an_invitation(inviter, **more):
    given = {"token_hash": "1" * 64, "expires_at": timezone.now() + timedelta(hours=1)} | more
    return Invitation(inviter=inviter, **given)


@pytest.mark.parametrize("voice", ["a", "b"])
def test_a_couple_has_at_most_one_active_person_for_each_voice(couple, drew, voice):
    with pytest.raises(IntegrityError):
        Membership(couple=couple, user=drew, voice=voice).save()


def test_there_is_no_third_voice(couple, drew):
    with pytest.raises(IntegrityError):
        Membership(couple=couple, user=drew, voice="c").save()


def test_a_person_is_in_one_couple_at_a_time(couple, alex):
    with pytest.raises(IntegrityError):
        Membership(couple=Couple.objects.create(), user=alex, voice="a").save()


def test_a_person_who_left_can_be_in_another_couple(couple, alex):
    Membership.objects.filter(user=alex).update(left_at=timezone.now())

    Membership(couple=Couple.objects.create(), user=alex, voice="a").save()

    assert alex.memberships.count() == 2


def test_nobody_leaves_before_they_joined(couple, alex):
    with pytest.raises(IntegrityError):
        Membership.objects.filter(user=alex).update(left_at=timezone.now() - timedelta(days=1))


def test_an_inviter_has_at_most_one_open_invitation(alex):
    an_invitation(alex).save()

    with pytest.raises(IntegrityError):
        an_invitation(alex, token_hash="2" * 64).save()


def test_a_declined_invitation_still_counts_as_the_open_one(alex):
    an_invitation(alex, declined_at=NOW).save()

    with pytest.raises(IntegrityError):
        an_invitation(alex, token_hash="2" * 64).save()


def test_an_invitation_that_was_declined_is_not_accepted(alex, drew):
    with pytest.raises(IntegrityError):
        an_invitation(alex, accepted_at=NOW, accepted_by=drew, declined_at=NOW).save()


@pytest.mark.parametrize("never", [{"cancelled_at": NOW}, {"accepted_at": None, "accepted_by": None}])
def test_only_an_accepted_invitation_that_was_not_taken_back_is_confirmed(alex, drew, never):
    accepted = {"accepted_at": NOW, "accepted_by": drew, "confirmed_at": NOW}
    with pytest.raises(IntegrityError):
        an_invitation(alex, **accepted | never).save()


def test_nobody_accepts_their_own_invitation(alex):
    with pytest.raises(IntegrityError):
        an_invitation(alex, accepted_at=NOW, accepted_by=alex).save()


def test_an_acceptance_has_a_time(alex, drew):
    with pytest.raises(IntegrityError):
        an_invitation(alex, accepted_by=drew).save()


def test_an_invitation_lasts_a_while(alex):
    with pytest.raises(IntegrityError):
        an_invitation(alex, expires_at=timezone.now() - timedelta(seconds=1)).save()


def test_two_people_cannot_have_one_address_in_different_spellings(alex):
    with pytest.raises(IntegrityError):
        User.objects.create_user("ALEX@Example.org", "Another")


def test_an_address_is_kept_in_lower_case_even_when_code_forgets(alex):
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=alex.pk).update(email="Alex@example.org")


def test_a_person_is_found_by_their_address_in_any_spelling(alex):
    assert User.objects.get_by_natural_key(" Alex@Example.ORG ") == alex


def test_a_person_has_a_name():
    with pytest.raises(IntegrityError):
        User.objects.create(email="nobody@example.org", name="")
