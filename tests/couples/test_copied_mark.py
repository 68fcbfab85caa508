"""Whoever copied the cookie that marks a known device makes it wait once, and only until somebody signs in on it."""

import base64

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, RequestFactory

from couples.keys import data_keys
from couples.ratelimits import devices, marks, tries
from couples.ratelimits.waits import MAX_TICKETS, NONE, GrowingWait, Waiting
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    is_in,
    proves_it_again,
    sign_in,
    signed_in,
    somebody,
    text_of,
)
from tests.couples.accounts.test_new_passwords import sets_password_by_mail
from tests.couples.clock import clock
from tests.long_run import IS_LONG

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
COOKIE = settings.DEVICE_COOKIE_NAME
HOME, ELSEWHERE = "203.0.113.9", "198.51.100.7"
STEP = 10 if IS_LONG else 20
"""Every so many seconds somebody tries a wrong password."""


def copy_of(client: Client, **more) -> Client:
    """A browser into which somebody has put her cookie."""
    other = Client(**more)
    other.cookies[COOKIE] = client.cookies[COOKIE].value
    return other


def waits(answer) -> bool:
    return "Please wait" in text_of(answer)


def is_known(client: Client, user) -> bool:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = client.cookies[COOKIE].value
    return devices.slot_of(request, str(user.pk)) is not None


@pytest.mark.parametrize("where", [HOME, ELSEWHERE])
def test_who_was_told_to_wait_and_waits_gets_the_next_try_whatever_others_do(clock, where):
    hers = signed_in(somebody(), REMOTE_ADDR=HOME)
    hers.get("/exit/")
    for _time in range(14):
        clock.goes(700)
        sign_in(copy_of(hers, REMOTE_ADDR=where), password="wrong")
    assert waits(sign_in(hers))
    for _time in range(610 // STEP + 1):
        clock.goes(STEP)
        for _browser in range(2):
            sign_in(copy_of(hers, REMOTE_ADDR=where), password="wrong")
    sign_in(hers)

    assert is_in(hers)


def test_trying_too_early_or_wrong_costs_her_the_wait_and_not_the_place(clock):
    hers = signed_in(somebody(), REMOTE_ADDR=HOME)
    hers.get("/exit/")
    for _time in range(9):
        sign_in(copy_of(hers), password="wrong")
    assert "Please wait one minute" in text_of(sign_in(hers))
    for _time in range(5):
        clock.goes(11)
        assert waits(sign_in(hers))
    clock.goes(6)
    assert "isn’t right" in text_of(sign_in(hers, password="wrong"))
    assert waits(sign_in(hers))


def test_a_new_mark_with_each_sign_in_and_the_old_one_dies(clock):
    kim = somebody()
    hers = signed_in(kim)
    copied = copy_of(hers)
    assert is_known(copied, kim)
    sign_in(hers)
    assert is_known(copied, kim)  # nobody signed in meanwhile
    hers.get("/exit/")
    sign_in(hers)

    assert is_known(hers, kim)
    assert not is_known(copied, kim)
    for _time in range(20):
        sign_in(copied, password="wrong", REMOTE_ADDR=ELSEWHERE)
    hers.get("/exit/")
    assert not waits(sign_in(hers))


def test_another_mark_makes_no_count_begin_again(clock, settings):
    """Otherwise somebody with the password had ten more guesses at a PIN after each sign-in."""
    kim, his = somebody(), Client()
    sign_in(his)
    his.post("/account/lock/now/")
    for _time in range(tries.SECRETS.free):
        his.post("/account/lock/", {"secret": "999999"})
    for again in ("/exit/", "/account/sign-ins/"):
        proves_it_again(his)
        his.get(again) if again == "/exit/" else his.post(again)
        sign_in(his)
        his.post("/account/lock/now/")
        assert is_known(his, kim)
        assert his.post("/account/lock/", {"secret": "999999"}).status_code == 429


WAYS = {
    "a new password": lambda client: client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": "another lake 88"}
    ),
    "signing out everywhere else": lambda client: client.post("/account/sign-ins/"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_ten_sign_ins_fill_the_slots_and_she_empties_them(clock, way):
    kim = somebody()
    his = [signed_in(kim) for _time in range(devices.MAX_KNOWN_DEVICES)]
    hers = signed_in(kim)
    assert [is_known(hers, kim), *(is_known(one, kim) for one in his)] == [False, *[True] * 10]
    proves_it_again(hers)
    assert way(hers).status_code == 302

    assert [is_known(hers, kim), *(is_known(one, kim) for one in his)] == [True, *[False] * 10]
    assert is_in(hers)


def test_a_reset_by_mail_alone_empties_nobodys_slots(clock):
    kim = somebody()
    hers = signed_in(kim)
    sets_password_by_mail(Client())
    assert is_known(hers, kim)


def test_from_any_number_of_browsers_there_are_no_more_tries_than_places(clock):
    """Whoever copies the cookie into ever more browsers gains a bounded number of guesses."""
    counted, looked_at = GrowingWait("a secret", free=3, tickets=5), 0
    browsers = [Waiting(f"network {number % 2}") for number in range(100)]
    for _minute in range(60):
        looked_at += sum(counted.begin("kim", one) == NONE for one in browsers)
        clock.goes(60)

    assert 6 * 5 <= looked_at <= 3 + 6 + 8 * 2 * 5


def test_there_is_an_end_to_all_places_together(clock):
    counted = GrowingWait("a secret", free=1)
    counted.begin("kim", Waiting("network"))
    kept = [Waiting(f"network {number}") for number in range(MAX_TICKETS + 50)]
    for one in kept:
        counted.begin("kim", one)

    assert sum(bool(one.ticket) for one in kept) == MAX_TICKETS


def test_people_on_one_device_keep_their_slots_and_the_cookie_tells_nothing(clock):
    """One length, however many people have signed in there, and one day on which it ends."""
    people = [somebody(f"{name}@example.org") for name in ("ann", "ben", "cem")]
    client = Client()
    client.get("/account/login/")
    given = [client.cookies[COOKIE].value]
    for person in people * 3:
        clock.goes(86400)
        sign_in(client, person.email)
        given.append(client.cookies[COOKIE].value)
        client.get("/exit/")

    assert [is_known(client, person) for person in people] == [True] * 3
    assert len(set(given)) == 1 + 3 * 3
    assert len({len(one) for one in given}) == 1
    assert len({marks.Marks.read(one).end for one in given}) == 1
    assert client.cookies[COOKIE]["max-age"] == 400 * 86400 - 9 * 86400 - clock.now % 86400 // 1


def test_a_mark_of_an_earlier_version_is_known_until_the_next_sign_in(clock):
    kim, client, old = somebody(), Client(), b"a mark from then"
    cache.set(f"known device 3 {kim.pk}", devices._hashed(old, str(kim.pk)))
    client.cookies[COOKIE] = base64.urlsafe_b64encode(old + data_keys.mac(marks.PURPOSE, old)).decode()
    before = copy_of(client)
    assert is_known(client, kim)
    assert sign_in(client, ADDRESS).status_code == 302

    assert is_known(client, kim)
    assert not is_known(before, kim)
