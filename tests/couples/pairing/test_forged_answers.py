"""Nobody's partner is made by a row: a yes is the act of whoever said it."""

from datetime import timedelta
from functools import partial

import pytest
from django.db.models import F

from couples.facts import changing, holding, signing
from couples.facts.holding import DoesNotHold
from couples.pairing import acceptance, invitations, membership
from couples.pairing.models import Invitation
from couples.refused import Refused
from tests import forging

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.forges]
TABLE = "couples_invitation"


def row() -> dict:
    return forging.copy_of(TABLE, Invitation.objects.get().pk)


def test_a_yes_that_somebody_wrote_is_none(alex, blair):
    invitations.invite(alex)
    forging.run(
        f"UPDATE {TABLE} SET accepted_by_id = %s, accepted_at = created_at WHERE inviter_id = %s",
        *(blair.pk, alex.pk),
    )
    with pytest.raises(DoesNotHold):
        acceptance.confirm(alex, blair.pk)
    assert membership.couple_of(alex) is None
    assert signing.whats_wrong([alex.pk, blair.pk]) == {blair.pk: "MAC"}


def test_a_yes_taken_back_or_used_is_none_when_it_is_put_back(alex, blair):
    invitation, _token = invitations.invite(alex)
    acceptance.accept(invitation, blair)
    before = {TABLE: row(), "couples_user": forging.copy_of("couples_user", blair.pk)}
    acceptance.take_yes_back(blair)
    for table, old in before.items():
        forging.put_back(table, old)
    with pytest.raises(DoesNotHold):
        acceptance.confirm(alex, blair.pk)
    assert signing.whats_wrong([blair.pk]) == {blair.pk: "version"}


def test_a_yes_that_is_there_only_once_everything_was_looked_at_is_none(alex, blair, monkeypatch):
    """PostgreSQL lets another connection write between the two."""
    invitations.invite(alex)
    says_yes = partial(
        forging.run,
        f"UPDATE {TABLE} SET accepted_by_id = %s, accepted_at = created_at WHERE inviter_id = %s",
        *(blair.pk, alex.pk),
    )
    done = forging.at_the_moment(monkeypatch, changing, "among", says_yes)
    with pytest.raises(DoesNotHold):
        acceptance.confirm(alex, blair.pk)
    assert done
    assert membership.couple_of(alex) is None


def test_a_yes_to_somebody_else_is_none(alex, blair, drew):
    invitation, _token = invitations.invite(alex)
    acceptance.accept(invitation, blair)
    forging.run(f"UPDATE {TABLE} SET inviter_id = %s", drew.pk)
    with pytest.raises(DoesNotHold):
        acceptance.confirm(drew, blair.pk)


def test_every_lawful_way_leaves_all_as_it_holds(alex, blair, drew):
    """Of the answer's person and of the inviter."""
    people = [alex.pk, blair.pk, drew.pk]

    def holds():
        return holding.who_hold(people) == set(people)

    invitation, _token = invitations.invite(alex)
    acceptance.accept(invitation, blair)
    assert holds()
    acceptance.cancel(Invitation.objects.get(pk=invitation.pk))
    assert holds()
    again, _token = invitations.invite(alex)
    acceptance.accept(again, blair)
    acceptance.take_yes_back(blair)
    acceptance.accept(again, drew)
    assert holds()
    other, _token = invitations.invite(drew)
    acceptance.accept(other, blair)
    acceptance.confirm(alex, drew.pk)
    assert holds()
    with pytest.raises(Refused):
        acceptance.confirm(drew, blair.pk)
    months = timedelta(days=90)
    for column in ("created_at", "expires_at", "accepted_at"):
        Invitation.objects.filter(accepted_at__isnull=False).update(**{column: F(column) - months})
    assert invitations.forget_over() >= 2
    assert holds()


def test_a_yes_that_does_not_hold_stops_no_cancelling(alex, blair):
    invitations.invite(alex)
    forging.run(
        f"UPDATE {TABLE} SET accepted_by_id = %s, accepted_at = created_at WHERE inviter_id = %s",
        *(blair.pk, alex.pk),
    )
    acceptance.cancel(Invitation.objects.get())
    assert holding.who_hold([alex.pk, blair.pk]) == {alex.pk, blair.pk}
    invitations.invite(alex)
