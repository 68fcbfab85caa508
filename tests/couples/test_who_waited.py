"""Whoever waited in a browser has the next try, on a device that is not known, too, whatever goes on at home."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from couples.ratelimits import devices
from couples.ratelimits.waits import NONE, GrowingWait, Waiting
from tests.couples.accounts.signing_in import (
    ADDRESS,
    FORM,
    PASSWORD,
    is_in,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
    text_of,
)
from tests.couples.clock import clock
from tests.couples.test_copied_mark import is_known, waits
from tests.long_run import IS_LONG

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
HOME = "203.0.113.9"


def fresh(where: str = HOME) -> Client:
    """A program that keeps no cookies."""
    return Client(REMOTE_ADDR=where)


def window(where: str = HOME) -> Client:
    """A private window."""
    client = Client(REMOTE_ADDR=where)
    client.get("/account/login/")
    return client


def by_recovery_code(client: Client, password: str = PASSWORD):
    [code, *_rest] = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    code = code if password == PASSWORD else "0000-0000"
    return client.post("/account/login/recovery/", {"login": ADDRESS, "password": password, "code": code})


def asks(path: str):
    def by(client: Client, _password: str = ""):
        return client.post(path, {"email": ADDRESS})

    return by


def signs_up(client: Client, _password: str = ""):
    return client.post("/account/signup/", FORM)


def got_mail(_client: Client, sent: int) -> bool:
    return len(mail.outbox) > sent


WAYS = {
    "password": (lambda client, password=PASSWORD: sign_in(client, password=password), None),
    "recovery code": (by_recovery_code, None),
    "a reset": (asks("/account/password/reset/"), got_mail),
    "a sign-up": (signs_up, got_mail),
}


@pytest.mark.parametrize("way", WAYS)
def test_she_gets_in_from_a_private_window_at_home_whatever_he_goes_on_with(clock, way):
    """F2 of the second round: one wrong try a minute kept everybody at home out who was not known."""
    comes, has_it = WAYS[way]
    sets_up_app(signed_in(somebody(), REMOTE_ADDR="192.0.2.1"))
    for _minute in range(16):
        clock.goes(61)
        comes(fresh(), "wrong")
    for _time in range(2):
        comes(his := window(), "wrong")
    hers, began, done = window(), clock.now, False
    while not done and clock.now - began <= 21 * 60:
        comes(his, "wrong")
        sent = len(mail.outbox)
        comes(hers)
        done = has_it(hers, sent) if has_it else _is_through(hers)
        for _time in range(2):
            clock.goes(150)
            comes(fresh(), "wrong")
    assert done


def _is_through(client: Client) -> bool:
    return client.get("/account/login/second/").status_code == 200 or is_in(client)


def test_tries_at_other_names_from_home_make_her_wait_once(clock, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"failed_address": "6/5m/ip"}
    somebody()
    hers = window()
    for pause in (0, 301):
        clock.goes(pause)
        for number in range(7):
            sign_in(fresh(), f"p{number}@example.org", "wrong")
        assert waits(sign_in(hers)) == (pause == 0)
    assert is_in(hers)


def test_wrong_recovery_codes_from_elsewhere_close_it_to_nobody(clock):
    """They took thirty, by whoever knew the address; a right one needs the right password, too."""
    sets_up_app(signed_in(somebody(), REMOTE_ADDR=HOME))
    for where in range(4):
        for _time in range(8):
            by_recovery_code(fresh(f"192.0.2.{where}"), "wrong")
    by_recovery_code(friends := fresh("192.0.2.77"))
    assert is_in(friends)


def test_a_device_that_a_new_password_made_unknown_can_ask_for_a_mail_whatever_goes_on_at_home(
    clock, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"mail_everywhere": "2/h/key"}
    kim = somebody()
    hers, his = signed_in(kim, REMOTE_ADDR=HOME), signed_in(kim, REMOTE_ADDR=HOME)
    for _again in range(2):
        his.post("/account/password/", {"oldpassword": PASSWORD, "password1": "his own lake 99"})
        his.post("/account/password/", {"oldpassword": "his own lake 99", "password1": PASSWORD})
    assert not is_known(hers, kim)
    hers.get("/exit/")
    for _time in range(devices.MAX_KNOWN_DEVICES + 2):  # others take her slot, and are emptied in turn
        signed_in(kim, REMOTE_ADDR="192.0.2.1")
    his.post("/account/password/", {"oldpassword": PASSWORD, "password1": "his own lake 99"})
    for number in range(2):
        asks("/account/password/reset/")(fresh(f"192.0.2.{number}"))
    sent = len(mail.outbox)
    assert waits(asks("/account/password/reset/")(fresh()))
    asks("/account/password/reset/")(hers)
    assert len(mail.outbox) == sent + 1


def test_from_one_household_come_fewer_mails_than_may_go_out_for_a_person(clock):
    """So that nobody at home keeps her from asking elsewhere; counted with more browsers than there are places."""
    somebody()
    browsers = [window() for _number in range(7)]
    for _time in range(13 if IS_LONG else 5):
        for one in browsers:
            asks("/account/login/code/")(one)
        clock.goes(300)
    assert 6 < len(mail.outbox) < (40 if IS_LONG else 6 + 4 * 3)
    sent = len(mail.outbox)
    asks("/account/login/code/")(fresh("192.0.2.1"))
    assert len(mail.outbox) == sent + 1


def test_a_try_that_is_taken_back_leaves_those_of_others_and_their_time(clock):
    counted, others = GrowingWait("a secret", free=2), Waiting("network")
    for _time in range(3):
        counted.begin("kim", Waiting("network"))
        clock.goes(61)
    assert counted.begin("kim", others) != NONE
    clock.goes(60)
    assert counted.begin("kim", Waiting("network")) == NONE
    counted.take_back("kim")
    assert counted.begin("kim", others) == NONE  # their place is kept, and so are the others' tries
    assert counted.begin("kim", Waiting("network")).total_seconds() == 240


def test_it_is_said_who_has_the_next_try_only_where_that_is_kept(clock):
    somebody()
    for _time in range(8):
        sign_in(fresh(), password="wrong")
    said = [text_of(sign_in(window(), password="wrong")) for _time in range(21)]
    assert ["the next try is then yours" in one for one in said] == [True] * 20 + [False]
