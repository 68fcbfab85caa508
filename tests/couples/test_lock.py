"""The lock of the private pages: what opens it, what does not, and when it shuts again."""

import time

import pytest
from django.utils import timezone

from couples import lock, proofs
from tests.couples.doors import (
    INSIDE,
    PASSWORD,
    PIN,
    for_real,
    is_open,
    later,
    pretend,
    reset_by_mail,
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


def test_ten_minutes_without_use_lock_it_again(robin):
    client = signed_in_with_password()
    assert is_open(client)
    later(client, robin, lock.IDLE - 5)
    assert is_open(client)
    later(client, robin, lock.IDLE + 5)
    assert not is_open(client)


def test_each_use_begins_the_ten_minutes_anew(robin):
    client = signed_in_with_password()
    for _ in range(3):
        assert is_open(client)
        later(client, robin, lock.IDLE - 60)
    assert is_open(client)


def test_other_pages_are_no_use_of_private_ones(robin):
    client = signed_in_with_password()
    assert is_open(client)
    later(client, robin, lock.IDLE - 5)
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


def test_with_a_pin_the_password_opens_nothing(robin):
    with_pin(robin)
    client = signed_in_with_password()

    assert not is_open(client)
    assert tries(client, PASSWORD).status_code == 422
    assert not is_open(client)
    assert tries(client, PIN).status_code == 302
    assert is_open(client)


def test_a_pin_set_here_shuts_what_was_open_elsewhere(robin):
    here, elsewhere = signed_in_with_password(), signed_in_with_password()
    assert is_open(here)
    assert is_open(elsewhere)
    here.post("/account/lock/settings/", {"pin": PIN, "again": PIN})

    assert is_open(here)
    assert not is_open(elsewhere)


def test_a_pin_is_kept_as_a_hash_only(robin):
    signed_in_with_password().post("/account/lock/settings/", {"pin": PIN, "again": PIN})
    robin.refresh_from_db()

    assert robin.pin
    assert PIN not in robin.pin


def test_setting_changing_and_removing_a_pin_need_an_open_lock(robin):
    client = signed_in_otherwise(robin)
    client.post("/account/lock/settings/", {"pin": PIN, "again": PIN})
    robin.refresh_from_db()
    assert not robin.pin
    with_pin(robin)
    client.post("/account/lock/settings/", {"remove": "yes"})
    robin.refresh_from_db()
    assert robin.pin


def test_a_removed_pin_opens_nothing_and_the_password_does_again(robin):
    with_pin(robin)
    client = signed_in_with_password()
    tries(client, PIN)
    client.post("/account/lock/settings/", {"remove": "yes"})
    client.post("/account/lock/now/")

    assert tries(client, PIN).status_code == 422
    assert tries(client, PASSWORD).status_code == 302


@pytest.mark.parametrize("pin", ["12345", "000000", "123456", "876543", PASSWORD])
def test_a_pin_that_others_would_guess_is_refused(robin, pin):
    answer = signed_in_with_password().post("/account/lock/settings/", {"pin": pin, "again": pin})
    robin.refresh_from_db()

    assert answer.status_code == 422
    assert not robin.pin


def test_a_pin_mistyped_the_second_time_is_not_set(robin):
    signed_in_with_password().post("/account/lock/settings/", {"pin": PIN, "again": "481517"})
    robin.refresh_from_db()

    assert not robin.pin


def test_a_password_reset_by_mail_opens_no_private_page(robin):
    password = reset_by_mail(robin)
    client = signed_in_with_password(password)

    assert not is_open(client)
    assert tries(client, password).status_code == 422
    assert not is_open(client)


def test_a_reset_by_mail_shuts_what_was_open(robin):
    client = signed_in_with_password()
    assert is_open(client)
    robin.mail_reset_at = timezone.now()
    robin.save()
    assert not is_open(client)


def test_the_pin_opens_after_a_reset_by_mail_and_settles_it(robin):
    with_pin(robin)
    client = signed_in_with_password(reset_by_mail(robin))
    tries(client, PIN)

    assert is_open(client)
    robin.refresh_from_db()
    assert robin.mail_reset_at is None


def test_a_wrong_pin_settles_nothing(robin):
    with_pin(robin)
    client = signed_in_with_password(reset_by_mail(robin))
    tries(client, "999999")
    robin.refresh_from_db()

    assert robin.mail_reset_at is not None


def test_emptying_asks_twice_and_is_a_way_on(robin):
    with_pin(robin)
    password = reset_by_mail(robin)
    client = signed_in_with_password(password)
    assert b"sure" in client.post("/account/lock/empty/", {"ask": "yes"}).content
    robin.refresh_from_db()
    assert robin.pin
    client.post("/account/lock/empty/", {"sure": "yes"})
    robin.refresh_from_db()

    assert (robin.pin, robin.mail_reset_at) == ("", None)
    assert tries(client, password).status_code == 302
    assert is_open(client)


def without_tokens(answer):
    words = answer.content.decode()
    return [line for line in words.splitlines() if "csrfmiddlewaretoken" not in line]


def test_wrong_pin_no_pin_and_no_password_that_counts_look_the_same(robin):
    def pages(user):
        client = signed_in_otherwise(user)
        return without_tokens(client.get("/account/lock/")), without_tokens(tries(client, "999999"))

    without = pages(robin)
    wrong_pin = pages(with_pin(robin))
    proofs.remove_pin(robin)
    reset_by_mail(robin)

    assert without == wrong_pin == pages(robin)


def test_ten_wrong_tries_slow_down_even_the_right_one_and_only_from_there(robin, mailoutbox):
    with_pin(robin)
    client = signed_in_otherwise(robin)
    statuses = {tries(client, "999999").status_code for _ in range(10)}

    assert statuses == {422}
    assert tries(client, PIN).status_code == 429
    assert not is_open(client)
    assert client.post("/account/lock/", {"secret": PIN}, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert not mailoutbox


def test_the_right_one_forgets_the_wrong_ones(robin):
    with_pin(robin)
    client = signed_in_otherwise(robin)
    for secret in ["999999"] * 9 + [PIN]:
        tries(client, secret)
    client.post("/account/lock/now/")

    assert tries(client, "999999").status_code == 422


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
    pretend(client, robin, used=time.time() + 3600, mark=lock.mark(robin))

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
