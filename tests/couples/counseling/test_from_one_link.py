"""From no accounts to linked, with all that both allow: two phones, one link, and no script."""

import pytest

from couples.accounts.models import User
from couples.counseling import consent, labels, links, scopes
from couples.counseling.models import CounselorProfile
from couples.pairing import membership
from tests.cast import with_second_step
from tests.couples.accounts import signing_in
from tests.couples.counseling.phones import Phone

pytestmark = pytest.mark.django_db
MOST_SCREENS = 14
LABEL = "Tuesday, four, the two from Anna"


@pytest.fixture
def casey(casey):
    CounselorProfile.objects.create(user=casey, practice="North Street", confidences="A rule.")
    return with_second_step(casey)


@pytest.fixture
def link(casey):
    return links.invite(casey, label=LABEL)


@pytest.fixture
def path(link):
    return f"/counseling/{links.token_of(link)}/"


def comes(path: str, name: str, other: str) -> Phone:
    phone = Phone().opens(path).follows("Create an account").signs_up(name)
    assert phone.at == path
    return phone.presses("Go on", name=other)


def test_two_people_without_accounts_come_from_one_link_to_all_scopes(casey, link, path):
    alex, blair = comes(path, "Alex", "Blair"), comes(path, "Blair", "alex")
    assert blair.heading == "Is this the Alex you mean?"
    blair.presses("Yes, this is them")
    assert alex.looks_again().heading == "Is this the Blair you mean?"
    assert alex.presses("Yes, this is them").heading == "Casey would like to work with you two"
    alex.presses("Accept", read="on")
    assert alex.heading == "You accepted Casey"
    blair.looks_again().presses("Accept", read="on")
    everything = [scope.value for scope in scopes.SCOPES]
    for phone in (blair, alex.looks_again()):
        assert phone.heading == "What may Casey read?"
        assert all(scope.meaning in phone.page.text for scope in scopes.SCOPES)
        phone.presses("Allow what I ticked", scopes=everything)
        assert phone.heading == "Your counselor"
    couple = membership.couple_of(User.objects.get(name="Alex"))
    assert couple == membership.couple_of(User.objects.get(name="Blair"))
    assert consent.scopes(casey, couple) == set(scopes.SCOPES)
    assert max(len(alex.screens), len(blair.screens)) <= MOST_SCREENS, (alex.screens, blair.screens)
    (linked,) = links.of_counselor(casey)
    assert labels.of(casey, [linked]) == {linked.pk: LABEL}


@pytest.mark.parametrize("way", ["password", "mailed code"])
def test_who_has_an_account_signs_in_and_is_where_they_were_also_after_an_exit(path, way):
    kim = signing_in.somebody()
    phone = Phone().opens(path).follows("I have an account: sign in")
    if way == "password":
        phone.presses("Sign in", login=kim.email, password=signing_in.PASSWORD)
    else:
        phone.follows("Send me a code by e-mail").presses("Send me a code", email=kim.email)
        phone.presses("Go on", code=signing_in.last_code())
    assert phone.at == path
    phone.presses("Go on", name="Lee").client.logout()  # as Exit does
    assert phone.opens(path).heading == "Casey would like to work with you two"
    phone.follows("I have an account: sign in").presses(
        "Sign in", login=kim.email, password=signing_in.PASSWORD
    )
    assert (phone.at, phone.heading) == (path, "You come with Lee")


def test_a_name_that_was_typed_where_nobody_is_signed_in_any_more_is_given_back(path, alex):
    phone = Phone()
    phone.client.force_login(alex)
    phone.opens(path).client.logout()
    phone.presses("Go on", name="Blair with the long name")
    assert phone.status == 401
    assert "Blair with the long name" in phone.page.text
