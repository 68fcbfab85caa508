"""Two who say something at a link at the same moment, each in a thread and a connection of their own."""

import pytest

from couples.counseling import links
from couples.counseling.invitees import answers, standing
from couples.counseling.invitees.models import Invitee
from couples.counseling.invitees.standing import Kind
from couples.counseling.models import CounselorProfile
from couples.facts import holding
from couples.pairing import membership
from couples.pairing.models import Couple
from tests.couples.pairing.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def link(casey):
    CounselorProfile.objects.create(user=casey, practice="North", confidences="Stays with me.")
    return links.invite(casey)


def name_each_other(link, alex, blair):
    return all_at_once(
        lambda: answers.expect(link, alex, "Blair"), lambda: answers.expect(link, blair, "Alex")
    )


def test_two_who_come_at_the_same_moment_find_each_other(link, alex, blair):
    name_each_other(link, alex, blair)
    assert [standing.of(link, one).kind for one in (alex, blair)] == [Kind.ASKED] * 2


@pytest.mark.parametrize("time", range(3))
def test_two_who_confirm_each_other_at_the_same_moment_are_one_couple(link, alex, blair, time):
    name_each_other(link, alex, blair)
    results = all_at_once(
        *[lambda: answers.confirm(link, alex, blair.pk), lambda: answers.confirm(link, blair, alex.pk)] * 2
    )
    assert [type(result) for result in results].count(Couple) == 1
    assert Couple.objects.count() == 1
    assert membership.partner_of(alex) == blair


@pytest.mark.parametrize("time", range(3))
@pytest.mark.parametrize("act", ["withdraw", "cancel"])
def test_what_ends_it_at_the_moment_of_the_second_yes_ends_it_or_comes_too_late(link, alex, blair, act, time):
    name_each_other(link, alex, blair)
    answers.confirm(link, alex, blair.pk)
    ends = {"withdraw": lambda: answers.forget(link, alex), "cancel": lambda: links.end(link)}[act]
    _ended, result = all_at_once(ends, lambda: answers.confirm(link, blair, alex.pk))
    assert (membership.couple_of(alex) is not None) == isinstance(result, Couple)
    assert membership.couple_of(alex) == membership.couple_of(blair)
    assert not Invitee.objects.filter(confirmed__isnull=False, person=alex).exists() or act == "cancel"
    assert holding.who_hold({alex.pk, blair.pk}) == {alex.pk, blair.pk}
