"""The lock of the private pages: what opens it, what does not, and when it shuts again."""

import time

import pytest
from django.test import RequestFactory

from couples.accounts.models import User
from couples.lock import locks, proofs
from couples.lock import state as lock_state
from tests.couples.accounts import signing_in
from tests.couples.lock.unlocking import (
    INSIDE,
    PASSWORD,
    for_real,
    is_open,
    later,
    pretend,
    robin,
    signed_in_otherwise,
    signed_in_with_password,
    strength,
    tries,
    with_pin,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]


def test_who_has_just_signed_in_with_the_password_need_not_type_it_twice(robin):
    assert is_open(signed_in_with_password())


def test_a_sign_in_without_a_password_opens_nothing(robin):
    client = signed_in_otherwise(robin)

    assert not is_open(client)
    assert tries(client, PASSWORD).url == INSIDE
    assert is_open(client)


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(INSIDE).url == f"/account/login/?next={INSIDE}"
    assert client.get("/account/lock/").status_code == 302


def test_what_a_session_keeps_of_open_pages_is_bound_to_its_person(robin):
    """Put into the session of somebody else, who has a PIN that nobody knows, it says nothing."""
    hers, theirs = signed_in_with_password(), RequestFactory().get("/")
    assert is_open(hers)
    theirs.session = hers.session
    theirs.user = robin
    assert lock_state.read(theirs).used
    theirs.user = signing_in.somebody("lee@example.org")
    assert lock_state.read(theirs).used == 0


def test_ten_minutes_without_use_lock_it_again(robin):
    client = signed_in_with_password()
    assert is_open(client)
    later(client, robin, lock_state.LOCK_TIMEOUT.total_seconds() - 5)
    assert is_open(client)
    later(client, robin, lock_state.LOCK_TIMEOUT.total_seconds() + 5)
    assert not is_open(client)


def test_each_use_begins_the_ten_minutes_anew(robin):
    client = signed_in_with_password()
    for _ in range(3):
        assert is_open(client)
        later(client, robin, lock_state.LOCK_TIMEOUT.total_seconds() - 60)
    assert is_open(client)


def test_other_pages_are_no_use_of_private_ones(robin):
    client = signed_in_with_password()
    assert is_open(client)
    later(client, robin, lock_state.LOCK_TIMEOUT.total_seconds() - 5)
    client.get("/welcome/")
    later(client, robin, 10)
    assert not is_open(client)


def test_locked_by_hand_it_stays_locked_however_fresh_the_sign_in(robin):
    client = signed_in_with_password()
    assert is_open(client)
    client.post("/account/lock/now/")
    assert not is_open(client)
    tries(client, PASSWORD)
    assert is_open(client)


def test_looking_does_not_lock(robin):
    assert signed_in_with_password().get("/account/lock/now/").status_code == 405


def test_signing_out_ends_it(robin):
    client = signed_in_with_password()
    assert is_open(client)
    client.post("/account/logout/")
    client.force_login(robin)
    assert not is_open(client)


def test_it_is_open_in_one_session_only(robin):
    assert is_open(signed_in_with_password())
    assert not is_open(signed_in_otherwise(robin))


@pytest.mark.parametrize("far", ["https://evil.example/", "//evil.example", "evil"])
def test_the_way_on_leads_nowhere_else(robin, far):
    answer = tries(signed_in_otherwise(robin), PASSWORD, next=far)

    assert answer.url == INSIDE


def test_the_session_says_the_same_of_everybody(robin, drew):
    """A copy of the sessions' table: a value of one length, that cannot be read, whether used or not."""
    user, idle = signed_in_with_password(), signed_in_otherwise(drew)
    user.get("/")
    user.get(INSIDE)
    idle.get("/")

    assert len(user.session["lock"]) == len(idle.session["lock"])
    assert user.session["lock"] != idle.session["lock"]


def test_the_value_of_one_session_opens_nothing_for_another_person(robin, drew):
    one, other = signed_in_with_password(), signed_in_otherwise(drew)
    one.get(INSIDE)
    session = other.session
    session["lock"] = one.session["lock"]
    session.save()

    assert not is_open(other)


def test_a_time_in_the_future_opens_nothing(robin):
    client = signed_in_otherwise(robin)
    pretend(
        client,
        robin,
        used=time.time() + 3600,
        mark=lock_state.mark(robin, locks.of(robin.pk).kept.what_proves),
    )

    assert not is_open(client)


def test_invented_people_get_in_until_they_set_a_pin(alex, settings):
    client = signed_in_otherwise(alex)
    assert not is_open(client)
    settings.DEMO = True
    assert is_open(client)
    with_pin(alex)
    assert not is_open(signed_in_otherwise(alex))


def test_a_real_person_gets_nothing_free_in_a_demonstration(robin, settings):
    settings.DEMO = True

    assert not is_open(signed_in_otherwise(robin))


@pytest.mark.parametrize("method", ["code", "email", "password_reset", "socialaccount"])
def test_only_a_password_or_an_own_device_counts_as_a_fresh_sign_in(robin, method):
    client = signed_in_otherwise(robin)

    assert strength(client, robin, method=method) is None
    assert strength(client, robin, method="password") is proofs.Strength.PLAIN


def test_whoever_has_just_signed_up_is_not_asked_for_the_password_again(client):
    signing_in.sign_up(client)
    assert is_open(client)
    assert not is_open(signed_in_otherwise(User.objects.get(email=signing_in.ADDRESS)))
