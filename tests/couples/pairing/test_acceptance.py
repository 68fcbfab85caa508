"""How two people become a couple: a link, once, for one person, and never because of silence."""

import hashlib
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from couples import secret_links
from couples.accounts.models import User
from couples.keys import data_keys
from couples.pairing import acceptance, invitations, membership
from couples.pairing.models import Invitation
from couples.refused import Refused

pytestmark = pytest.mark.django_db


def test_whoever_accepts_and_is_confirmed_becomes_the_partner(alex, blair):
    _, token = invitations.invite(alex)

    acceptance.accept(invitations.find(token), blair)
    couple = acceptance.confirm(alex, blair.pk)

    assert membership.couple_of(alex) == membership.couple_of(blair) == couple
    assert (membership.partner_of(alex), membership.partner_of(blair)) == (blair, alex)
    assert couple.memberships.get(user=alex).voice == "a"


def test_a_person_without_a_couple_has_no_partner(couple, drew):
    assert membership.couple_of(drew) is None
    assert membership.partner_of(drew) is None


def test_a_partner_who_left_is_no_partner_any_more(couple, alex, blair):
    blair.memberships.update(left_at=timezone.now())

    assert membership.partner_of(alex) is None
    assert membership.couple_of(blair) is None


def test_a_token_has_128_bits_and_only_its_hash_is_stored(alex):
    invitation, token = invitations.invite(alex)

    assert len(token) == 22
    assert len(invitation.token_hash) == 64
    assert hashlib.sha256(token.encode()).hexdigest() != invitation.token_hash
    assert secret_links.is_of(token, invitation.token_hash)
    assert all(token not in str(value) for value in Invitation.objects.values_list().get())


def test_the_inviter_can_see_the_link_again(alex):
    invitation, token = invitations.invite(alex)

    assert invitations.token_of(invitations.open_invitation(alex)) == token
    assert invitations.is_link_known(invitation)


def test_after_the_master_key_was_replaced_the_link_works_but_is_not_shown(alex, settings):
    invitation, token = invitations.invite(alex)
    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]

    assert not invitations.is_link_known(invitation)
    assert invitations.find(token) == invitation


def test_an_invitation_is_used_once(alex, blair, drew):
    invitation, token = invitations.invite(alex)
    acceptance.accept(invitation, blair)

    assert invitations.find(token) is None
    with pytest.raises(Refused, match="no longer open"):
        acceptance.accept(invitation, drew)


def hours_pass(hours):
    ago = timedelta(hours=hours)
    Invitation.objects.update(created_at=F("created_at") - ago, expires_at=F("expires_at") - ago)


def test_an_invitation_runs_out_after_three_days(alex, blair):
    invitation, token = invitations.invite(alex)

    hours_pass(71.9)
    assert invitations.find(token)
    hours_pass(0.2)
    assert invitations.find(token) is None
    with pytest.raises(Refused, match="no longer open"):
        acceptance.accept(invitation, blair)


def test_a_new_invitation_can_follow_one_that_ran_out(alex):
    invitations.invite(alex)
    hours_pass(73)

    invitation, _ = invitations.invite(alex)

    assert invitations.open_invitation(alex) == invitation


def test_only_one_invitation_is_open_at_a_time(alex):
    invitations.invite(alex)

    with pytest.raises(Refused, match="already have an open invitation"):
        invitations.invite(alex)


def test_an_invitation_taken_back_opens_nothing(alex, blair):
    invitation, token = invitations.invite(alex)
    acceptance.cancel(invitation)

    assert invitations.find(token) is None
    with pytest.raises(Refused, match="no longer open"):
        acceptance.accept(invitation, blair)
    assert invitations.invite(alex)


def test_taking_back_what_was_confirmed_changes_nothing(alex, blair):
    invitation, _ = invitations.invite(alex)
    acceptance.accept(invitation, blair)
    acceptance.confirm(alex, blair.pk)

    acceptance.cancel(invitation)
    acceptance.decline(invitation)
    acceptance.take_yes_back(blair)

    assert membership.partner_of(alex) == blair


def test_a_declined_invitation_is_open_like_any_other(alex, blair):
    invitation, token = invitations.invite(alex)
    acceptance.decline(invitation)

    assert invitations.open_invitation(alex) == invitations.find(token) == invitation
    acceptance.accept(invitation, blair)
    invitation.refresh_from_db()
    assert invitation.declined_at is None
    acceptance.confirm(alex, blair.pk)
    assert membership.partner_of(alex) == blair


@pytest.mark.parametrize("somebody_declined", [True, False])
def test_an_inviter_with_a_second_account_cannot_try_out_whether_somebody_declined(
    alex, drew, somebody_declined
):
    invitation, token = invitations.invite(alex)
    if somebody_declined:
        acceptance.decline(invitation)

    acceptance.accept(invitations.find(token), drew)
    assert acceptance.yes_of(drew) == invitation
    acceptance.take_yes_back(drew)
    assert invitations.find(token) == invitation


def test_a_declined_invitation_can_be_taken_back_like_any_other(alex):
    invitation, token = invitations.invite(alex)
    acceptance.decline(invitation)
    acceptance.cancel(invitation)

    assert invitations.find(token) is None
    assert invitations.invite(alex)


def test_nobody_pairs_with_themself(alex):
    invitation, _ = invitations.invite(alex)

    with pytest.raises(Refused, match="your own invitation"):
        acceptance.accept(invitation, alex)


def test_an_inviter_who_found_a_partner_meanwhile_is_not_paired_again(alex, blair, drew):
    invitation, _ = invitations.invite(alex)
    acceptance.pair(alex, blair)

    with pytest.raises(Refused, match="Alex already has a partner"):
        acceptance.accept(invitation, drew)


def test_someone_with_a_partner_can_neither_invite_nor_accept(couple, alex, drew):
    invitation, _ = invitations.invite(drew)

    with pytest.raises(Refused, match="already have a partner"):
        acceptance.accept(invitation, alex)
    with pytest.raises(Refused, match="already have a partner"):
        invitations.invite(alex)


def test_pairing_puts_away_the_open_invitations_of_both(alex, blair):
    invitation, _ = invitations.invite(alex)
    _, other_token = invitations.invite(blair)

    acceptance.accept(invitation, blair)
    acceptance.confirm(alex, blair.pk)

    assert invitations.find(other_token) is None


def test_an_invitation_of_somebody_switched_off_opens_nothing(alex, blair):
    invitation, token = invitations.invite(alex)
    alex.is_active = False
    alex.save()

    assert invitations.find(token) is None
    with pytest.raises(Refused, match="no longer open"):
        acceptance.accept(invitation, blair)


def test_both_partners_have_a_data_key(alex):
    blair = User.objects.create_superuser("blair@example.org", "Blair")  # an account from the command line
    acceptance.accept(invitations.invite(alex)[0], blair)
    acceptance.confirm(alex, blair.pk)

    assert all(data_keys.data_key(user.pk) for user in (alex, blair))


def test_whoever_has_a_partner_cannot_find_out_whether_somebody_declined(alex, couple, drew):
    invitation, token = invitations.invite(drew)
    with pytest.raises(Refused) as before:
        acceptance.accept(invitations.find(token), alex)
    acceptance.decline(invitation)
    with pytest.raises(Refused) as after:
        acceptance.accept(invitations.find(token), alex)
    assert str(before.value) == str(after.value)


def test_a_counselor_does_not_become_a_partner(casey, drew):
    _, token = invitations.invite(drew)
    with pytest.raises(Refused, match="counselor"):
        acceptance.accept(invitations.find(token), casey)
    assert membership.couple_of(casey) is None
