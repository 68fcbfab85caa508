"""The mark of a device says nothing, stays after Exit, and lets nobody keep its owner out from elsewhere."""

from hashlib import sha256

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory

from couples.ratelimits import devices, marks, tries
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    app_code,
    is_in,
    last_code,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
    text_of,
)

pytestmark = pytest.mark.django_db
HOME = "203.0.113.9"
COOKIE = settings.DEVICE_COOKIE_NAME


def left(client: Client) -> Client:
    """By Exit, as a browser follows it."""
    client.get("/exit/")
    return client


def guessed(times: int, path: str, **filled_in: str) -> None:
    """By somebody at home, each time in a browser without cookies."""
    for _time in range(times):
        Client(REMOTE_ADDR=HOME).post(path, filled_in)


def test_a_browser_gets_its_marks_before_anybody_signs_in_and_others_with_each_sign_in_alone() -> None:
    client = Client()
    client.get("/")
    client.get("/help/")
    assert COOKIE not in client.cookies
    given = client.get("/account/login/").cookies[COOKIE]
    assert (given["httponly"], given["samesite"], given["path"]) == (True, "Lax", "/")
    assert 399 * 24 * 3600 < given["max-age"] <= 400 * 24 * 3600

    somebody()
    assert sign_in(client).cookies[COOKIE].value != given.value
    for answer in (client.get("/account/"), client.get("/exit/"), client.get("/account/")):
        assert COOKIE not in answer.cookies
    assert Client().get("/account/login/").cookies[COOKIE].value != given.value


def test_nobody_without_the_servers_key_can_say_that_a_device_is_known() -> None:
    """Whoever writes to the database, and has a mark of their own, can make every stored hash what they like."""
    kim, client = somebody(), Client()
    client.get("/account/login/")
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = client.cookies[COOKIE].value
    found = marks.read(request)
    assert found is not None
    for mark in found.several:
        for number, forged in enumerate((sha256(mark + str(kim.pk).encode()).hexdigest(), mark.hex())):
            cache.set(f"known device {number} {kim.pk}", forged)
        assert devices.slot_of(request, str(kim.pk)) is None
    cache.set(f"known device 4 {kim.pk}", devices._hashed(found.several[0], str(kim.pk)))
    assert devices.slot_of(request, str(kim.pk)) == 4


def test_what_was_not_drawn_here_is_no_mark() -> None:
    true = Client().get("/account/login/").cookies[COOKIE].value
    for value in ("", "x", "A" * 64, true[:-8] + "AAAAAAAA", true[:22], "é"):
        assert marks.Marks.read(value) is None, value
    assert marks.Marks.read(true) is not None


def test_several_people_are_known_on_one_device_and_nothing_links_them() -> None:
    kim, lee = somebody(), somebody("lee@example.org")
    client = signed_in(kim)
    client.post("/account/logout/")
    sign_in(client, lee.email)
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = client.cookies[COOKIE].value

    assert [devices.slot_of(request, str(one.pk)) for one in (kim, lee)] == [0, 0]
    assert devices.slot_of(request, "nobody") is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM short_lived_counts")
        values = [row[0] for row in cursor.fetchall()]
    hashes = {value for value in values if value.startswith('"')}
    assert len(hashes) == 2
    assert not [value for value in values if str(kim.pk) in value or client.cookies[COOKIE].value in value]


def test_new_devices_take_the_slot_of_none() -> None:
    kim = somebody()
    first = signed_in(kim)
    for _time in range(devices.MAX_KNOWN_DEVICES + 3):
        signed_in(kim)
    guessed(9, "/account/login/", login=ADDRESS, password="wrong")

    assert sign_in(left(first), REMOTE_ADDR=HOME).status_code == 302


@pytest.mark.parametrize("leave", [left, lambda client: client.post("/account/logout/") and client])
def test_after_exit_she_gets_in_by_each_way_whatever_was_tried_at_home(leave, settings) -> None:
    """F2: wrong passwords and requests for codes from the same house kept out whoever had used Exit."""
    few = {name: f"1/h/{rate[-3:].strip('/')}" for name, rate in settings.ACCOUNT_RATE_LIMITS.items() if rate}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | few
    hers = signed_in(somebody(), REMOTE_ADDR=HOME)
    leave(hers)
    guessed(9, "/account/login/", login=ADDRESS, password="wrong")
    guessed(9, "/account/login/code/", email=ADDRESS)
    guessed(9, "/account/password/reset/", email=ADDRESS)
    sent = len(mail.outbox)
    assert "too many wrong tries" in text_of(sign_in(Client(REMOTE_ADDR=HOME)))

    sign_in(hers)
    assert is_in(leave(hers) and hers) is False
    hers.post("/account/login/code/", {"email": ADDRESS})
    assert len(mail.outbox) == sent + 1
    hers.post("/account/login/code/confirm/", {"code": last_code()})
    assert is_in(hers)
    leave(hers)
    hers.post("/account/password/reset/", {"email": ADDRESS})
    hers.post("/account/password/reset/code/", {"code": last_code()})
    hers.post("/account/password/reset/new/", {"password1": "another lake 88"})
    sign_in(hers, password="another lake 88")
    assert is_in(hers)


def test_who_knows_the_password_keeps_her_out_neither_of_the_second_step_nor_of_proving_it_again() -> None:
    kim = somebody()
    hers = signed_in(kim, REMOTE_ADDR=HOME)
    secret = sets_up_app(hers)
    left(hers)
    for _time in range(7):
        other = Client(REMOTE_ADDR=HOME)
        sign_in(other)
        for _guess in range(8):
            other.post("/account/login/second/", {"code": "000000"})
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    other.post("/account/login/second/", {"code": codes[0]})
    assert is_in(other)
    for _time in range(20):
        other.post("/account/again/", {"password": "wrong"})
        other.post("/account/password/", {"oldpassword": "wrong", "password1": "another lake 88"})

    sign_in(hers)
    hers.post("/account/login/second/", {"code": app_code(secret)})
    assert is_in(hers)
    proves_it_again(hers)
    assert hers.get("/account/email/").status_code == 200


def test_a_recovery_code_is_looked_at_whatever_else_was_typed_on_the_device() -> None:
    hers = signed_in(somebody(), REMOTE_ADDR=HOME)
    sets_up_app(hers)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    left(hers)
    sign_in(hers)
    for _time in range(30):
        answer = hers.post("/account/login/second/", {"code": "000000"})
    assert "Please wait one minute" in text_of(answer)
    hers.post("/account/login/second/", {"code": codes[0]})
    assert is_in(hers)

    hers.post("/account/lock/now/")
    for _time in range(30):
        answer = hers.post("/account/lock/", {"secret": "wrong"})
    assert answer.status_code == 429
    assert hers.post("/account/lock/", {"secret": "1" * 8}).status_code == 429
    assert hers.post("/account/lock/", {"secret": codes[0]}).status_code == 429
    assert hers.post("/account/lock/", {"secret": codes[1]}).status_code == 302


def test_wrong_recovery_codes_end_too() -> None:
    hers = signed_in(somebody())
    sets_up_app(hers)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for _time in range(tries.RECOVERY_CODES.free):
        hers.post("/account/again/code/", {"code": "0000-0000"})

    assert "too many wrong tries" in text_of(hers.post("/account/again/code/", {"code": codes[0]}))


def test_guesses_at_the_lock_on_his_device_leave_hers_alone() -> None:
    kim = somebody()
    hers, his = signed_in(kim, REMOTE_ADDR=HOME), signed_in(kim, REMOTE_ADDR=HOME)
    for client in (hers, his):
        client.post("/account/lock/now/")
    for _time in range(70):
        answer = his.post("/account/lock/", {"secret": "wrong"})
    assert answer.status_code == 429
    assert hers.post("/account/lock/", {"secret": PASSWORD}).status_code == 302
