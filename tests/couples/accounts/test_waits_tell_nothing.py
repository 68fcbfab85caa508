"""Waiting tells nobody whether an address has an account: not by an answer, a cookie, or a later wait."""

import pytest
from django.conf import settings
from django.test import Client

from tests.couples.accounts.signing_in import is_in, sign_in, signed_in, somebody
from tests.couples.accounts.test_no_enumeration import KNOWN, UNKNOWN, seen
from tests.couples.clock import clock
from tests.long_run import IS_LONG

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
HOME = "203.0.113.9"
RECOVERY = {"password": "wrong", "code": "0000-0000"}
ENTRANCES = {
    "sign in": ("/account/login/", lambda email: {"login": email, "password": "wrong"}),
    "recovery": ("/account/login/recovery/", lambda email: RECOVERY | {"login": email}),
    "code": ("/account/login/code/", lambda email: {"email": email}),
    "reset": ("/account/password/reset/", lambda email: {"email": email}),
}


def fresh() -> Client:
    client = Client(REMOTE_ADDR=HOME)
    client.get("/account/login/")
    return client


def known_to_her() -> Client:
    """Her own browser, after Exit."""
    client = fresh()
    sign_in(client, KNOWN)
    client.get("/exit/")
    return client


def cookies(client: Client) -> dict[str, int]:
    return {name: len(one.value) for name, one in client.cookies.items() if one.value}


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("device", [fresh, known_to_her] if IS_LONG else [known_to_her])
def test_each_answer_cookie_and_wait_is_the_same_with_an_account_and_without(clock, device, entrance):
    somebody(KNOWN)
    path, filled_in = ENTRANCES[entrance]
    both = []
    for email in (KNOWN, UNKNOWN):
        client, found = device(), []
        for pause in (*[0] * 10, 30, 31, 0, 700, 0):
            clock.goes(pause)
            answer = client.post(path, filled_in(email))
            found.append((seen(answer, email), cookies(client)))
        both.append(found)
    assert both[0] == both[1]
    assert entrance == "code" or any("Please wait" in words for (*_rest, words), _cookies in both[0])


WAYS_IN = {
    "signs in on a new device": lambda: sign_in(Client(REMOTE_ADDR=HOME), KNOWN),
    "signs in on a known one": lambda: known_to_her(),
}


@pytest.mark.parametrize("all_slots_are_taken", [False, True])
@pytest.mark.parametrize("way", WAYS_IN.values(), ids=WAYS_IN)
@pytest.mark.parametrize("before", [5, 9] if IS_LONG else [9])
def test_his_later_waits_are_the_same_whether_she_comes_in_meanwhile_or_not(
    clock, monkeypatch, before, way, all_slots_are_taken
):
    """Where nobody has an account, nobody comes in: it was seen by tries that were free again."""
    kim = somebody(KNOWN)
    if all_slots_are_taken:
        monkeypatch.setattr("couples.ratelimits.devices.MAX_KNOWN_DEVICES", 1)
        signed_in(kim)
    both = []
    for comes in (way, lambda: None):
        email = KNOWN if comes is way else UNKNOWN
        his = fresh()
        for _time in range(before):
            sign_in(his, email, "wrong")
        clock.goes(700)
        comes()
        both.append([_tries(his, email, clock, pause) for pause in (700, 0, 0, 0, 0, 60, 60, 90000, 0)])
        clock.goes(90000)
    assert both[0] == both[1]


def _tries(client, email, clock, pause):
    clock.goes(pause)
    return seen(sign_in(client, email, "wrong"), email)


def test_a_right_password_takes_back_only_its_own_try(clock):
    somebody(KNOWN)
    for _time in range(8):
        sign_in(Client(REMOTE_ADDR=HOME), KNOWN, "wrong")
        clock.goes(61)
    assert is_in(signed_in_at_home())
    assert "Please wait" not in _tries(Client(REMOTE_ADDR=HOME), KNOWN, clock, 0)[-1]
    assert "Please wait two minutes" in _tries(Client(REMOTE_ADDR=HOME), KNOWN, clock, 0)[-1]


def signed_in_at_home() -> Client:
    client = Client(REMOTE_ADDR=HOME)
    sign_in(client, KNOWN)
    return client


def test_the_mark_of_a_device_is_the_only_cookie_that_stays_after_exit():
    somebody(KNOWN)
    assert cookies(known_to_her()).keys() == {settings.DEVICE_COOKIE_NAME}
