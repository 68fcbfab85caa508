"""A counselor is linked once both partners have accepted separately; any of the three can end the link alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from couples.accounts import users
from couples.counseling import consent, links, scopes
from couples.counseling.models import Consent, Counseling, CounselorProfile
from couples.pairing import acceptance
from couples.refused import Refused
from tests.couples.counseling.consents import allow, both_allow

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(casey):
    return CounselorProfile.objects.create(user=casey, practice="North", confidences="Stays with me.")


@pytest.fixture
def link(profile, casey):
    return links.invite(casey)


def test_one_acceptance_links_nobody_and_is_not_told(link, couple, alex, casey):
    before = links.open_links(casey)
    links.accept(link, alex, 1)
    assert links.open_links(casey) == before
    assert links.of_couple(couple) == links.of_counselor(casey) == []
    assert consent.counseling(casey, couple) is None


def test_two_acceptances_link(link, couple, alex, blair, casey):
    links.accept(link, alex, 1)
    links.accept(link, blair, 1)
    assert links.of_couple(couple) == [consent.counseling(casey, couple)]
    assert links.open_links(casey) == []


def test_one_person_who_accepts_twice_is_not_both(link, couple, alex):
    links.accept(link, alex, 1)
    assert links.accept(link, alex, 1).linked_at is None


def test_acceptances_of_two_links_of_one_counselor_meet(link, couple, alex, blair, casey):
    links.accept(link, alex, 1)
    assert links.accept(links.invite(casey), blair, 1).linked_at
    assert len(links.of_couple(couple)) == 1


@pytest.fixture
def others(drew):
    erin = users.create("erin@example.org", "Erin")
    acceptance.pair(drew, erin)
    return drew, erin


def test_what_one_couple_accepted_changes_nothing_for_another(link, couple, alex, casey, others):
    token = links.token_of(link)
    before = Counseling.objects.filter(pk=link.pk).values().get()
    links.accept(link, alex, 1)
    assert Counseling.objects.filter(pk=link.pk).values().get() == before
    theirs = [links.accept(links.find(token), person, 1) for person in others]
    assert theirs[0].pk == theirs[1].pk != link.pk
    assert links.of_counselor(casey) == [theirs[0]]
    assert links.accepted_by(alex)


@pytest.mark.parametrize("one_had_accepted", [True, False])
def test_a_counselor_with_accounts_of_her_own_cannot_try_out_who_accepted(
    link, couple, alex, casey, others, one_had_accepted
):
    """Two more accounts of hers use the link: it is used up for everybody, whatever Alex did."""
    if one_had_accepted:
        links.accept(link, alex, 1)
    for person in others:
        links.accept(link, person, 1)
    assert links.open_links(casey) == []
    assert links.find(links.token_of(link)) is None


def test_a_couple_that_ends_takes_no_open_link_with_it(link, couple, alex, casey):
    links.accept(link, alex, 1)
    links.end_all_of(couple)
    assert links.open_links(casey) == [link]


def test_the_row_of_a_couple_has_no_link_that_opens_it(link, couple, alex):
    own = links.accept(link, alex, 1)
    assert not links.is_link_known(own)
    assert links.find(links.token_of(own)) is None


def test_nobody_accepts_a_rule_they_have_not_read(link, profile, couple, alex):
    CounselorProfile.objects.update(confidences_version=2)
    with pytest.raises(Refused):
        links.accept(link, alex, 1)


@pytest.mark.parametrize("how", ["expired", "ended", "no counselor any more"])
def test_a_link_that_is_over_opens_nothing(link, casey, how):
    token = links.token_of(link)
    assert links.find(token)
    if how == "expired":
        Counseling.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "ended":
        links.end(link)
    else:
        casey.is_counselor = False
        casey.save()
    assert links.find(token) is None


def test_an_expired_half_acceptance_does_not_block_a_new_link(link, couple, alex, blair, casey):
    links.accept(link, alex, 1)
    Counseling.objects.update(expires_at=timezone.now())
    fresh = links.invite(casey)
    links.accept(fresh, alex, 1)
    assert links.accept(fresh, blair, 1).linked_at


def test_an_acceptance_can_be_withdrawn_before_all_are_linked(link, couple, alex, blair, drew):
    links.accept(link, alex, 1)
    [own] = links.accepted_by(alex)
    links.withdraw_acceptance(own, alex)
    assert links.accepted_by(alex) == []
    assert links.accept(link, blair, 1).linked_at is None


def test_only_a_counselor_with_a_profile_makes_links(casey, alex):
    for nobody in (alex, casey):
        with pytest.raises(Refused):
            links.invite(nobody)


def test_the_end_takes_every_consent_with_it_and_keeps_the_rows(linked, couple, alex, casey):
    both_allow(linked)
    assert consent.scopes(casey, couple) == set(scopes.SCOPES)
    links.end(linked)
    assert consent.scopes(casey, couple) == set()
    assert consent.own(linked, alex) == set()
    assert Consent.objects.filter(withdrawn_at__isnull=False).count() == 2 * len(scopes.SCOPES)
    with pytest.raises(Refused):
        allow(linked, alex, scopes.LIVE)


def test_a_couple_that_ended_is_linked_with_nobody(linked, couple, casey):
    both_allow(linked)
    links.end_all_of(couple)
    assert links.of_counselor(casey) == []


def test_who_ended_it_is_in_no_row(linked, couple, alex, blair, casey):
    """Only the time of an end is stored: `end` does not know who asked."""
    links.end(linked)
    linked.refresh_from_db()
    stored = {field.name for field in Counseling._meta.concrete_fields}
    assert stored == {
        "id",
        "counselor",
        "couple",
        "token_hash",
        "created_at",
        "expires_at",
        "linked_at",
        "ended_at",
        "sealed_label",
    }
