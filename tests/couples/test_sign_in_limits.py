"""Trying has limits, and no limit can be turned into a weapon that keeps somebody else out."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from couples.ratelimits.pseudonyms import pseudonym
from tests.couples.accounts.signing_in import (
    ADDRESS,
    FORM,
    app_code,
    is_in,
    last_code,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
    text_of,
)

pytestmark = pytest.mark.django_db
HOSTILE, HOME = "198.51.100.7", "203.0.113.9"


def tries(times, path, filled_in, **where):
    return [Client(REMOTE_ADDR=HOSTILE, **where).post(path, filled_in) for _ in range(times)]


def test_a_hundred_wrong_passwords_from_one_address_do_not_keep_the_owner_out_from_another():
    somebody()
    answers = tries(100, "/account/login/", {"login": ADDRESS, "password": "wrong"})
    assert "too many wrong tries" in text_of(answers[20]) or answers[-1].status_code == 429

    owner = Client(REMOTE_ADDR=HOME)
    assert sign_in(owner).status_code == 302
    assert is_in(owner)


def test_wrong_passwords_from_the_same_house_do_not_keep_the_owner_out_on_a_device_that_she_has_used_before():
    somebody()
    hers, new_one = Client(REMOTE_ADDR=HOSTILE), Client(REMOTE_ADDR=HOSTILE)
    sign_in(hers)
    hers.post("/account/logout/")
    tries(100, "/account/login/", {"login": ADDRESS, "password": "wrong"})
    tries(20, "/account/login/code/", {"email": ADDRESS})

    assert "too many wrong tries" in text_of(sign_in(new_one))
    sign_in(hers)
    assert is_in(hers)
    hers.post("/account/logout/")
    before = len(mail.outbox)
    hers.post("/account/login/code/", {"email": ADDRESS})
    assert len(mail.outbox) == before + 1


def from_many_addresses(times, path, filled_in):
    for n in range(times):
        Client(REMOTE_ADDR=f"198.51.100.{n}").post(path, filled_in)


def test_tries_from_many_addresses_do_not_keep_the_owner_out_on_a_device_that_she_has_used_before(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "failed_everywhere": "5/5m/key",
        "mail_everywhere": "5/h/key",
    }
    somebody()
    hers, new_one = Client(REMOTE_ADDR=HOME), Client(REMOTE_ADDR=HOME)
    sign_in(hers)
    hers.post("/account/logout/")
    from_many_addresses(6, "/account/login/", {"login": ADDRESS, "password": "wrong"})
    from_many_addresses(6, "/account/login/code/", {"email": ADDRESS})

    assert "too many wrong tries" in text_of(sign_in(new_one))
    sign_in(hers)
    assert is_in(hers)
    hers.post("/account/logout/")
    before = len(mail.outbox)
    hers.post("/account/login/code/", {"email": ADDRESS})
    assert len(mail.outbox) == before + 1


def test_a_device_that_was_used_before_has_a_limit_too():
    somebody()
    known = Client(REMOTE_ADDR=HOSTILE)
    sign_in(known)
    known.post("/account/logout/")
    for _try in range(9):
        answer = sign_in(known, password="wrong")

    assert "too many wrong tries" in text_of(answer)


def test_after_some_wrong_passwords_even_the_right_one_is_not_looked_at_from_there():
    somebody()
    tries(8, "/account/login/", {"login": ADDRESS, "password": "wrong"})

    hostile = Client(REMOTE_ADDR=HOSTILE)
    assert "too many wrong tries" in text_of(sign_in(hostile))
    assert not is_in(hostile)


def test_wrong_passwords_of_one_person_count_nothing_against_another_in_the_same_house():
    somebody()
    somebody("lee@example.org")
    tries(20, "/account/login/", {"login": ADDRESS, "password": "wrong"})

    assert is_in(signed_in_from(HOSTILE, "lee@example.org"))


def signed_in_from(address, email):
    client = Client(REMOTE_ADDR=address)
    sign_in(client, email)
    return client


def test_a_right_password_forgets_the_wrong_ones_before_it_on_a_device_that_is_known():
    """On others, see accounts/test_waits_tell_nothing.py."""
    somebody()
    hers = signed_in_from(HOSTILE, ADDRESS)
    for _round in range(3):
        hers.get("/exit/")
        for _time in range(7):
            sign_in(hers, password="wrong")
        sign_in(hers)
        assert is_in(hers)


def test_one_address_cannot_try_the_passwords_of_many_people():
    answers = [
        Client(REMOTE_ADDR=HOSTILE).post("/account/login/", {"login": f"p{n}@example.org", "password": "x"})
        for n in range(61)
    ]

    assert answers[-1].status_code == 429 or "too many wrong tries" in text_of(answers[-1])


def test_somebody_who_knows_the_password_cannot_use_up_the_second_step_of_its_owner():
    secret = sets_up_app(signed_in(somebody()))
    hostile = Client(REMOTE_ADDR=HOSTILE)
    sign_in(hostile)
    for _try in range(50):
        answer = hostile.post("/account/login/second/", {"code": "000000"})
    assert "too many wrong tries" in text_of(answer)

    owner = Client(REMOTE_ADDR=HOME)
    sign_in(owner)
    owner.post("/account/login/second/", {"code": app_code(secret)})
    assert is_in(owner)


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_mails_asked_for_from_one_address_end_and_the_owner_can_still_ask_for_one(path):
    somebody()
    tries(15, path, {"email": ADDRESS})
    assert len(mail.outbox) == 6

    Client(REMOTE_ADDR=HOME).post(path, {"email": ADDRESS})
    assert last_code()
    assert len(mail.outbox) == 7


def test_sign_ups_from_one_address_end():
    answers = [tries(1, "/account/signup/", FORM | {"email": f"p{n}@example.org"})[0] for n in range(21)]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "Please wait a moment" in text_of(answers[-1])


def test_codes_tried_from_one_address_end_whatever_the_browser(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"code_address": "30/5m/ip"}
    for n in range(10):
        client = Client(REMOTE_ADDR=HOSTILE)
        client.post("/account/signup/", FORM | {"email": f"p{n}@example.org"})
        for _try in range(3):
            answer = client.post("/account/confirm/", {"code": "0000-0000"})
            client.get("/account/confirm/")
    last = Client(REMOTE_ADDR=HOSTILE)
    somebody()
    last.post("/account/login/code/", {"email": ADDRESS})
    answer = last.post("/account/login/code/confirm/", {"code": last_code()})

    assert "too many wrong tries" in text_of(answer)


def test_counts_are_kept_for_all_processes_and_name_no_address_and_no_person():
    somebody()
    tries(3, "/account/login/", {"login": ADDRESS, "password": "wrong"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM short_lived_counts")
        rows = cursor.fetchall()

    assert rows
    for key, _value in rows:
        assert len(key) == 64
        assert HOSTILE not in key
        assert "kim" not in key


def test_a_visitor_cannot_choose_an_address_by_a_header():
    somebody()
    for n in range(9):
        tries(
            1, "/account/login/", {"login": ADDRESS, "password": "wrong"}, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}"
        )
    assert "too many wrong tries" in text_of(sign_in(Client(REMOTE_ADDR=HOSTILE)))


def test_addresses_of_one_line_have_one_pseudonym_and_others_another():
    assert pseudonym("2001:db8::1") == pseudonym("2001:db8::ffff")
    assert pseudonym("2001:db8::1") != pseudonym("2001:db8:0:1::1")
    assert pseudonym(HOME) != pseudonym(HOSTILE)
    assert HOME not in pseudonym(HOME)
