"""Accepting, declining and taking back, in each detail: who is told, what is left as it was, what is cleared."""

from __future__ import annotations

import pytest

from couples import hooks
from couples.accounts import users
from couples.facts.changing import changing
from couples.pairing import acceptance, invitations
from couples.pairing.models import Invitation
from couples.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """Whose homes were told, and which two became a couple."""
    homes, pairs = [], []
    monkeypatch.setattr(
        hooks, "home_changed", [*hooks.home_changed, lambda people: homes.append(set(people))]
    )
    monkeypatch.setattr(hooks, "paired", [*hooks.paired, lambda two: pairs.append(tuple(two))])
    return homes, pairs


@pytest.fixture
def invitation(alex):
    return invitations.invite(alex)[0]


def again(invitation):
    return Invitation.objects.get(pk=invitation.pk)


def test_each_step_is_told_to_whom_it_concerns(invitation, alex, blair, drew, told):
    homes, pairs = told
    acceptance.accept(invitation, blair)
    assert homes == [{alex.pk}]
    acceptance.take_yes_back(blair)
    assert homes[1:] == [{alex.pk}]
    acceptance.accept(invitation, blair)
    acceptance.cancel(again(invitation))
    assert homes[2:] == [{alex.pk}, {blair.pk}]
    acceptance.accept(invitations.invite(alex)[0], drew)
    assert pairs == []
    acceptance.confirm(alex, drew.pk)
    assert {alex.pk, drew.pk} in homes
    assert pairs == [(alex, drew)]


def test_who_takes_back_what_nobody_answered_is_alone_with_it(invitation, told):
    acceptance.cancel(invitation)
    assert told == ([], [])


def test_nobody_accepts_who_would_be_mistaken_for_the_inviter(invitation):
    double = users.create("other.alex@example.org", "Alex")
    with pytest.raises(Refused, match="the same name"):
        acceptance.accept(invitation, double)


def test_pressed_twice_it_is_one_yes_and_a_yes_to_another_is_refused(invitation, blair, drew):
    acceptance.accept(invitation, blair)
    at = again(invitation).accepted_at
    acceptance.accept(again(invitation), blair)
    assert again(invitation).accepted_at == at
    with pytest.raises(Refused, match="another invitation"):
        acceptance.accept(invitations.invite(drew)[0], blair)


def test_a_yes_ends_the_digits_and_an_earlier_no(invitation, blair):
    acceptance.decline(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(code_hash="hashed digits")
    acceptance.accept(again(invitation), blair)
    found = again(invitation)
    assert (found.declined_at, found.code_hash) == (None, "")


def test_taken_back_it_has_no_digits_and_keeps_its_time(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(code_hash="hashed digits")
    acceptance.cancel(again(invitation))
    at = again(invitation).cancelled_at
    assert again(invitation).code_hash == ""
    acceptance.cancel(again(invitation))
    assert again(invitation).cancelled_at == at


def test_a_no_is_about_one_invitation_comes_once_and_after_a_yes_not_at_all(invitation, blair, drew, casey):
    others, _token = invitations.invite(drew)
    acceptance.decline(invitation)
    at = again(invitation).declined_at
    assert at is not None
    assert again(others).declined_at is None
    acceptance.decline(again(invitation))
    assert again(invitation).declined_at == at
    acceptance.accept(others, blair)
    acceptance.decline(again(others))
    assert again(others).declined_at is None


def test_a_yes_to_somebody_switched_off_is_none_any_more(invitation, alex, blair):
    acceptance.accept(invitation, blair)
    assert acceptance.yes_of(blair) == invitation
    with changing(alex):
        alex.is_active = False
        alex.save()
    assert acceptance.yes_of(blair) is None


def test_a_yes_to_what_was_cancelled_stays_as_a_record(invitation, blair):
    acceptance.accept(invitation, blair)
    acceptance.cancel(again(invitation))
    acceptance.take_yes_back(blair)
    assert again(invitation).accepted_by == blair


def test_nobody_is_confirmed_who_took_the_yes_back(invitation, alex, blair):
    acceptance.accept(invitation, blair)
    acceptance.take_yes_back(blair)
    with pytest.raises(Refused):
        acceptance.confirm(alex, blair.pk)
