"""A counselor has what both allow, now; which of them does not is nowhere but with that one."""

import pytest

from couples import consent, parting
from couples.models import Consent, Counseling, Membership, Scope
from couples.refused import Refused
from tests.couples.consents import allow

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    heard: list[Counseling] = []
    parting.withdrawn.append(heard.append)
    yield heard
    parting.withdrawn.remove(heard.append)


@pytest.mark.parametrize("scope", Scope)
def test_what_one_allows_is_not_allowed(linked, couple, alex, blair, casey, scope):
    allow(linked, alex, scope)
    assert consent.scopes(casey, couple) == set()
    allow(linked, blair, scope)
    assert consent.scopes(casey, couple) == {scope}


def test_either_alone_withdraws_and_it_holds_at_once(linked, couple, alex, blair, casey):
    for person in (alex, blair):
        allow(linked, alex, Scope.LIVE)
        allow(linked, blair, Scope.LIVE)
        consent.withdraw(linked, person, Scope.LIVE)
        assert consent.scopes(casey, couple) == set()


def test_each_reads_their_own_choices_only(linked, alex, blair):
    allow(linked, alex, Scope.ANSWERS)
    assert consent.own(linked, alex) == {Scope.ANSWERS}
    assert consent.own(linked, blair) == set()


def test_a_consent_to_an_older_text_does_not_hold(linked, couple, alex, blair, casey, monkeypatch):
    allow(linked, alex, Scope.PROGRESS)
    allow(linked, blair, Scope.PROGRESS)
    monkeypatch.setattr(consent, "VERSION", 2)
    assert consent.scopes(casey, couple) == consent.own(linked, alex) == set()
    allow(linked, alex, Scope.PROGRESS)
    allow(linked, blair, Scope.PROGRESS)
    assert consent.scopes(casey, couple) == {Scope.PROGRESS}
    assert Consent.objects.count() == 4


def test_the_history_of_giving_and_withdrawing_stays(linked, alex):
    for _ in range(3):
        allow(linked, alex, Scope.LIVE)
        consent.withdraw(linked, alex, Scope.LIVE)
    rows = Consent.objects.all()
    assert len(rows) == 3
    assert all(row.version == consent.VERSION and row.withdrawn_at >= row.given_at for row in rows)


def test_giving_twice_is_once(linked, alex):
    allow(linked, alex, Scope.LIVE)
    allow(linked, alex, Scope.LIVE)
    assert Consent.objects.count() == 1


def test_strangers_and_the_counselor_herself_can_allow_nothing(linked, casey, drew):
    for person in (casey, drew):
        with pytest.raises(Refused):
            allow(linked, person, Scope.LIVE)


def test_others_hear_of_a_withdrawal_but_not_of_one_that_changed_nothing(linked, alex, told):
    consent.withdraw(linked, alex, Scope.LIVE)
    assert told == []
    allow(linked, alex, Scope.LIVE)
    consent.withdraw(linked, alex, Scope.LIVE)
    assert told == [linked]


def test_a_query_of_members_says_the_same_as_the_question(linked, couple, alex, blair, casey, drew):
    def all_allow(counselor):
        rows = Membership.objects.filter(couple=couple).annotate(yes=consent.given(counselor.pk, Scope.LIVE))
        return all(rows.values_list("yes", flat=True))

    allow(linked, alex, Scope.LIVE)
    assert not all_allow(casey)
    allow(linked, blair, Scope.LIVE)
    assert all_allow(casey)
    assert not all_allow(drew)
    consent.withdraw(linked, blair, Scope.LIVE)
    assert not all_allow(casey)
