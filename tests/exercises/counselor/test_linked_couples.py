"""The list of a counselor's couples holds those whose page opens, and no other."""

import pytest
from allauth.mfa.models import Authenticator

from couples.accounts import users
from couples.counseling import links
from couples.pairing import acceptance
from couples.privacy import leaving
from exercises.core.pair import Pair
from exercises.counselor import linked_couples
from tests.cast import with_second_step
from tests.exercises.counselor.at_work import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def counselor():
    """Somebody real: the invented ones need no second factor."""
    return with_second_step(users.create("toni@example.net", "Toni", is_counselor=True))


def two(number):
    return [users.create(f"{name}{number}@example.net", f"{name} {number}") for name in ("Ada", "Ben")]


@pytest.fixture
def found(counselor):
    """The link of a couple in each state, by its name."""
    made = {}
    for number, state in enumerate(("linked", "also linked", "ended", "left", "half accepted")):
        ada, ben = two(number)
        acceptance.pair(ada, ben)
        made[state] = link(counselor, *([ada] if state == "half accepted" else [ada, ben]))
    links.end(made["ended"])
    leaving.leave(made["left"].couple.memberships.first().user)
    return made


def each(counselor, found):
    opened = (linked_couples.of(counselor, link.pk) for link in found.values())
    return [one for one in opened if one]


def test_the_list_holds_exactly_the_couples_whose_page_opens(counselor, found):
    listed = linked_couples.all_of(counselor)
    assert listed == each(counselor, found)
    assert [one.counseling for one in listed] == [found["linked"], found["also linked"]]
    assert listed[0].names == Pair("Ada 0", "Ben 0")


@pytest.mark.parametrize("lost", ["second factor", "is_counselor", "is_active"])
def test_who_may_no_longer_counsel_has_no_couples(counselor, found, lost):
    if lost == "second factor":
        Authenticator.objects.filter(user=counselor).delete()
    else:
        setattr(counselor, lost, False)
        counselor.save()
    assert linked_couples.all_of(counselor) == each(counselor, found) == []


def test_another_counselor_has_none_of_them(found):
    assert linked_couples.all_of(with_second_step(users.create("uma@example.net", "Uma"))) == []
