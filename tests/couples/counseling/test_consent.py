"""A counselor has the scopes that both partners allow now. Nobody else can tell which partner does not allow one."""

from dataclasses import replace

import pytest

from couples import hooks
from couples.counseling import consent, consent_rows, readings, scopes
from couples.counseling.models import Consent, Counseling
from couples.pairing.models import Membership
from couples.refused import Refused
from tests.couples.counseling.consents import allow, both_allow
from tests.couples.counseling.reading import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    heard: list[Counseling] = []
    hooks.withdrawn.append(heard.append)
    yield heard
    hooks.withdrawn.remove(heard.append)


@pytest.mark.parametrize("scope", scopes.SCOPES)
def test_what_one_allows_is_not_allowed(linked, couple, alex, blair, casey, scope):
    allow(linked, alex, scope)
    assert consent.scopes(casey, couple) == set()
    allow(linked, blair, scope)
    assert consent.scopes(casey, couple) == {scope}


def test_either_alone_withdraws_and_it_holds_at_once(linked, couple, alex, blair, casey):
    for person in (alex, blair):
        allow(linked, alex, scopes.LIVE)
        allow(linked, blair, scopes.LIVE)
        consent.withdraw(linked, person, scopes.LIVE)
        assert consent.scopes(casey, couple) == set()


def test_each_reads_their_own_choices_only(linked, alex, blair):
    allow(linked, alex, scopes.ANSWERS)
    assert consent.own(linked, alex) == {scopes.ANSWERS}
    assert consent.own(linked, blair) == set()


@pytest.fixture
def raise_version_of_progress():
    """Gives that scope a new text, in the list itself, until the test ends."""
    index = scopes.SCOPES.index(scopes.PROGRESS)

    def raised() -> scopes.Scope:
        scopes.SCOPES[index] = replace(scopes.PROGRESS, version=3, reads_from=0)
        return scopes.SCOPES[index]

    yield raised
    scopes.SCOPES[index] = scopes.PROGRESS


def test_a_consent_to_an_older_text_does_not_hold(
    linked, couple, alex, blair, casey, raise_version_of_progress
):
    allow(linked, alex, scopes.PROGRESS)
    allow(linked, blair, scopes.PROGRESS)
    raised = raise_version_of_progress()
    assert consent.scopes(casey, couple) == consent.own(linked, alex) == set()
    assert consent.readers(couple.pk, raised) == []
    allow(linked, alex, raised)
    allow(linked, blair, raised)
    assert consent.scopes(casey, couple) == {raised}
    assert consent.readers(couple.pk, raised) == ["Casey"]
    assert Consent.objects.count() == 4


def test_a_new_text_of_one_scope_leaves_the_consents_to_all_others(
    linked, couple, casey, raise_version_of_progress
):
    both_allow(linked)
    raised = raise_version_of_progress()
    assert consent.scopes(casey, couple) == set(scopes.SCOPES) - {raised}


def test_the_history_of_giving_and_withdrawing_stays(linked, alex):
    for _ in range(3):
        allow(linked, alex, scopes.LIVE)
        consent.withdraw(linked, alex, scopes.LIVE)
    rows = Consent.objects.all()
    assert len(rows) == 3
    assert all(row.version == scopes.LIVE.version and row.withdrawn_at >= row.given_at for row in rows)


def test_giving_twice_is_once(linked, alex):
    allow(linked, alex, scopes.LIVE)
    allow(linked, alex, scopes.LIVE)
    assert Consent.objects.count() == 1


def test_strangers_and_the_counselor_herself_can_allow_nothing(linked, casey, drew):
    for person in (casey, drew):
        with pytest.raises(Refused):
            allow(linked, person, scopes.LIVE)


def test_others_hear_of_a_withdrawal_but_not_of_one_that_changed_nothing(linked, alex, told):
    consent.withdraw(linked, alex, scopes.LIVE)
    assert told == []
    allow(linked, alex, scopes.LIVE)
    consent.withdraw(linked, alex, scopes.LIVE)
    assert told == [linked]


def test_a_query_of_members_says_the_same_as_the_question(linked, couple, alex, blair, casey, drew):
    def all_allow(counselor):
        rows = Membership.objects.filter(couple=couple).annotate(
            yes=consent_rows.given(counselor.pk, scopes.LIVE)
        )
        return all(rows.values_list("yes", flat=True))

    allow(linked, alex, scopes.LIVE)
    assert not all_allow(casey)
    allow(linked, blair, scopes.LIVE)
    assert all_allow(casey)
    assert not all_allow(drew)
    consent.withdraw(linked, blair, scopes.LIVE)
    assert not all_allow(casey)


def given_for_the_text_before(linked, *people) -> None:
    """As these people allowed it when the text said nothing of paper and files."""
    older = replace(scopes.ANSWERS, version=1)
    for person in people:
        consent.give(linked, person, older)


def test_what_was_allowed_for_an_older_text_may_be_read_but_does_not_leave(
    linked, couple, alex, blair, casey
):
    given_for_the_text_before(linked, alex, blair)
    assert consent.scopes(casey, couple) == {scopes.ANSWERS}
    assert readings.allowed(casey.pk, couple.pk) == frozenset({scopes.ANSWERS})
    assert readings.allowed(casey.pk, couple.pk, leaving=True) == frozenset()


def test_it_leaves_once_both_allow_the_newer_text(linked, couple, alex, blair, casey):
    given_for_the_text_before(linked, alex, blair)
    allow(linked, alex, scopes.ANSWERS)
    assert consent.own_of([linked], alex, leaving=True)[linked.pk] == {scopes.ANSWERS}
    assert readings.allowed(casey.pk, couple.pk, leaving=True) == frozenset()
    allow(linked, blair, scopes.ANSWERS)
    assert readings.allowed(casey.pk, couple.pk, leaving=True) == frozenset({scopes.ANSWERS})


def test_a_scope_that_never_leaves_does_not_leave(linked, couple, casey):
    both_allow(linked)
    assert scopes.LIVE not in (readings.allowed(casey.pk, couple.pk, leaving=True) or ())


def test_who_allowed_the_older_text_is_asked_about_paper_and_files(linked, alex):
    given_for_the_text_before(linked, alex)
    says = "but not print or save it"
    assert says in signed_in(alex).get("/counselors/").content.decode()
    allow(linked, alex, scopes.ANSWERS)
    assert says not in signed_in(alex).get("/counselors/").content.decode()
