"""The own PIN, what is left after a reset by mail, and how guessing is slowed down."""

import time

import pytest
from django.utils import timezone

from couples.accounts.models import User
from couples.lock import locks, pins, proofs, securing
from couples.lock.models import StoreLock
from tests.couples.lock.opened import opened_store
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    changes,
    for_real,
    is_open,
    reset_by_mail,
    robin,
    signed_in_otherwise,
    signed_in_with_password,
    tries,
    with_pin,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]


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
    changes(here)

    assert is_open(here)
    assert not is_open(elsewhere)


def test_a_pin_is_kept_nowhere(robin):
    changes(signed_in_with_password())
    row = StoreLock.objects.get(person=robin)

    assert locks.has_pin(robin.pk)
    assert PIN.encode() not in bytes(row.sealed)
    assert PIN not in str(locks.of(robin.pk).kept)


def test_setting_changing_and_removing_a_pin_need_an_open_lock(robin):
    client = signed_in_otherwise(robin)
    changes(client)
    assert not locks.has_pin(robin.pk)
    with_pin(robin)
    changes(client, PIN, remove="yes")
    assert locks.has_pin(robin.pk)


def test_a_removed_pin_opens_nothing_and_the_password_does_again(robin):
    with_pin(robin)
    client = signed_in_with_password()
    tries(client, PIN)
    changes(client, PIN, remove="yes")
    client.post("/account/lock/now/")

    assert tries(client, PIN).status_code == 422
    assert tries(client, PASSWORD).status_code == 302


@pytest.mark.parametrize("pin", ["12345", "123456", PASSWORD])
def test_a_pin_that_others_would_guess_is_refused(robin, pin):
    answer = changes(signed_in_with_password(), pin=pin, again=pin)

    assert answer.status_code == 422
    assert not locks.has_pin(robin.pk)


EASY = {
    "short": ["12345", "ab1!x", "12-34"],
    "of few characters": ["000000", "112233", "123321", "000001", "aaaaab", "121 121 2"],
    "a repetition": ["481481", "48154815", "ab1?ab1?"],
    "a run of keys": ["876543", "345678", "qwertz", "lkjhgf", "abcdefgh", "QWERTY", "147258", "112233445566"],
    "a day": ["140289", "021489", "890214", "14021989", "02141989", "19890214", "14.02.1989", "1989-02-14"],
    "common": ["password", "iloveyou", "Sunshine1"],
    "the person's": ["robin7", "Robin1989", "example.net"],
}


@pytest.mark.parametrize("pins_of_a_kind", EASY.values(), ids=EASY)
def test_a_pin_is_easy_to_guess_that_is(robin, pins_of_a_kind):
    assert [pin for pin in pins_of_a_kind if not pins.is_weak(pin, robin)] == []


def test_other_pins_are_not_easy_to_guess(robin):
    fine = [
        PIN,
        "592627",
        "300289",
        "91350489",
        "4815-9160",
        "wet 7 boats",
        "another one",
        "qwerty boats lake",
    ]
    assert [pin for pin in fine if pins.is_weak(pin, robin)] == []


def test_a_pin_mistyped_the_second_time_is_not_set(robin):
    changes(signed_in_with_password(), pin=PIN, again="481517")

    assert not locks.has_pin(robin.pk)


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


def test_the_pin_opens_after_a_reset_by_mail_and_using_it_settles_nothing(robin):
    with_pin(robin)
    client = signed_in_with_password(reset_by_mail(robin))
    tries(client, PIN)

    assert is_open(client)
    robin.refresh_from_db()
    assert robin.mail_reset_at is not None


def test_a_pin_removed_after_a_reset_by_mail_says_that_the_password_does_not_open_them(robin):
    with_pin(robin)
    client = signed_in_with_password(reset_by_mail(robin))
    tries(client, PIN)
    changes(client, PIN, remove="yes")
    page = client.get("/account/lock/settings/").content.decode()

    assert "show there what opens them" in page
    assert not is_open(signed_in_with_password("somebody else chose this"))


def test_another_pin_set_while_they_are_open_settles_a_reset_by_mail(robin):
    with_pin(robin)
    client = signed_in_with_password(reset_by_mail(robin))
    tries(client, PIN)
    changes(client, PIN, pin="592627", again="592627")
    robin.refresh_from_db()

    assert robin.mail_reset_at is None
    assert is_open(client)


def test_a_reset_by_mail_at_the_moment_of_settling_stands(robin):
    reset_by_mail(robin)
    as_it_was = User.objects.get(pk=robin.pk)
    reset_by_mail(robin)
    proofs.clear_mail_reset(as_it_was)
    robin.refresh_from_db()

    assert robin.mail_reset_at is not None


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
    assert locks.has_pin(robin.pk)
    client.post("/account/lock/empty/", {"sure": "yes"})
    robin.refresh_from_db()

    assert (locks.has_pin(robin.pk), robin.mail_reset_at) == (False, None)
    assert tries(client, password).status_code == 302
    assert is_open(client)


def without_tokens(answer):
    words = answer.content.decode()
    return [
        line for line in words.splitlines() if "csrfmiddlewaretoken" not in line and "one_try" not in line
    ]


def test_wrong_pin_no_pin_and_no_password_that_counts_look_the_same(robin):
    def pages(user):
        client = signed_in_otherwise(user)
        return without_tokens(client.get("/account/lock/")), without_tokens(tries(client, "999999"))

    without = pages(robin)
    wrong_pin = pages(with_pin(robin))
    securing.remove_pin(opened_store(robin, PIN))
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


def test_sixty_tries_from_many_addresses_slow_down_all_and_only_for_this_person(robin, drew):
    """Only who is signed in as this person can try, so nobody else can use it up."""
    with_pin(robin)
    client, other = signed_in_otherwise(robin), signed_in_otherwise(with_pin(drew))

    def from_line(number, one, secret):
        return one.post("/account/lock/", {"secret": secret}, REMOTE_ADDR=f"192.0.2.{number}").status_code

    assert {from_line(n // 9, client, "999999") for n in range(60)} == {422}
    assert from_line(99, client, PIN) == 429
    assert not is_open(client)
    assert from_line(99, other, PIN) == 302


def test_tries_that_one_address_has_no_more_use_up_nothing(robin):
    with_pin(robin)
    client = signed_in_otherwise(robin)
    for _ in range(70):
        tries(client, "999999")

    assert client.post("/account/lock/", {"secret": PIN}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_the_wait_grows_to_ten_minutes_and_ends_however_often_one_tries_meanwhile(robin, monkeypatch):
    with_pin(robin)
    client = signed_in_otherwise(robin)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    for _ in range(10):
        assert tries(client, "999999").status_code == 422
    for minutes, words in [
        (1, "one minute"),
        (2, "two"),
        (4, "four"),
        (8, "eight"),
        (10, "ten"),
        (10, "ten"),
    ]:
        assert f"Please wait {words}" in tries(client, "999999").content.decode()
        now += minutes * 60 - 1
        assert tries(client, "999999").status_code == 429
        now += 2
        assert tries(client, "999999").status_code == 422
    for _ in range(20):
        now += 20
        assert tries(client, PIN).status_code == 429

    now += 10 * 60 - 20 * 20 + 1
    assert tries(client, PIN).status_code == 302


def test_the_right_one_forgets_the_wrong_ones(robin):
    with_pin(robin)
    client = signed_in_otherwise(robin)
    for secret in ["999999"] * 9 + [PIN]:
        tries(client, secret)
    client.post("/account/lock/now/")

    assert tries(client, "999999").status_code == 422
