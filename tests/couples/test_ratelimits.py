"""Guessing digits and making invitations are counted: exactly, for a while, and without keeping an address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.db.models import F

from couples.accounts import users
from couples.pairing import acceptance, digits, invitations
from couples.pairing.models import Invitation
from couples.ratelimits.pseudonyms import pseudonym
from couples.refused import Refused
from tests.couples.pairing.reading_aloud import HERE, another, asked_for, entered, minutes_pass

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted(db):
    cache.clear()


@pytest.fixture
def read_aloud(alex):
    """What Alex reads aloud."""
    invitations.invite(alex)
    return asked_for(alex)


def test_after_five_wrong_ones_even_right_ones_wait(read_aloud):
    for _time in range(5):
        assert entered(another(read_aloud)).status_code == 422

    late = entered(read_aloud)

    assert late.status_code == 429
    assert "Wait ten minutes" in late.content.decode()
    assert entered(read_aloud, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_right_ones_are_not_counted(alex):
    invitations.invite(alex)
    for _time in range(8):
        assert digits.enter(asked_for(alex), HERE)


def test_a_home_is_one_place_in_the_new_internet_too(read_aloud):
    for number in range(5):
        digits.enter(another(read_aloud), pseudonym(f"2001:db8:1:2::{number}"))

    with pytest.raises(digits.RateLimited):
        digits.enter(read_aloud, pseudonym("2001:db8:1:2:ffff::1"))
    assert digits.enter(read_aloud, pseudonym("2001:db8:1:3::1"))


def test_over_all_sixty_wrong_ones_are_the_most(read_aloud):
    for number in range(60):
        assert digits.enter(another(read_aloud), f"198.51.100.{number}") is None

    with pytest.raises(digits.RateLimited):
        digits.enter(read_aloud, HERE)


def test_no_address_is_kept(read_aloud):
    digits.enter(another(read_aloud), HERE)

    slots = digits.WRONG_DIGITS_OF_ADDRESS._slots(HERE)
    assert cache.get_many(slots)
    assert not any(HERE in slot for slot in slots)


@pytest.mark.django_db(transaction=True)
def test_many_tries_in_one_moment_are_many(alex):
    invitations.invite(alex)
    wrong = another(asked_for(alex))

    def guess(_number):
        try:
            digits.enter(wrong, HERE)
        except digits.RateLimited:
            return "waits"
        finally:
            connections.close_all()
        return "tried"

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(guess, range(40))).count("tried") == 5


def test_six_invitations_a_day_are_the_most(alex, client):
    client.force_login(alex)
    for _time in range(6):
        assert client.post("/invite/").status_code == 302
        client.post("/invite/take-back/")

    answer = client.post("/invite/")

    assert answer.status_code == 422
    assert "several invitations today" in answer.content.decode()


def test_pressing_again_while_one_is_open_is_not_counted(alex):
    invitations.invite(alex)
    for _time in range(9):
        with pytest.raises(Refused, match="already have an open invitation"):
            invitations.invite(alex)
    acceptance.cancel(invitations.open_invitation(alex))

    assert invitations.invite(alex)


def test_what_is_over_is_forgotten_after_a_while(alex, blair):
    person = users.create("kim@example.org", "Kim")
    for user in (alex, blair, person):
        invitations.invite(user)
        digits.ask(user)
    ago = timedelta(days=11)
    Invitation.objects.exclude(inviter=person).update(
        created_at=F("created_at") - ago, expires_at=F("expires_at") - ago
    )
    minutes_pass(31)

    invitations.forget_over()

    assert [row.code_hash for row in Invitation.objects.all()] == [""]
    assert Invitation.objects.get().inviter == person
