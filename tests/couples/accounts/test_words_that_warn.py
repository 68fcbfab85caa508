"""Words that are true, and that warn before somebody does what another may notice."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.couples.accounts.signing_in import PASSWORD, sign_in, signed_in, somebody, text_of
from tests.couples.accounts.test_pages import TEMPLATES
from tests.couples.lock.unlocking import with_pin

pytestmark = pytest.mark.django_db
URGES = re.compile(
    r"sign out everywhere else|signs you out everywhere else|change your password|set a pin", re.I
)
WARNS = 'include "account/_if_not_safe.html"'
READ = "If that may not be safe, read this first"


def urging() -> list[str]:
    found = [path for path in TEMPLATES.rglob("*.html") if URGES.search(path.read_text())]
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in found)


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.mark.parametrize("name", [one for one in urging() if one.startswith(("account/", "couples/lock_"))])
def test_a_page_that_urges_to_act_says_first_who_will_notice_it(name):
    assert WARNS in (TEMPLATES / name).read_text()


def test_the_warning_leads_to_the_page_about_leaving_safely():
    client = signed_in(somebody())
    for path in ("/account/password/", "/account/sign-ins/"):
        client.post("/account/again/", {"password": PASSWORD})
        page = text_of(client.get(path))
        assert READ in page
        assert 'href="/reading/7/"' in page


def test_whoever_waits_where_they_are_signed_in_is_not_sent_to_a_page_that_they_cannot_use():
    client = signed_in(somebody())
    for _time in range(9):
        answer = client.post("/account/again/", {"password": "wrong"})
    assert "A passkey works at once." in text_of(answer)
    assert "recovery code" not in text_of(answer)
    client.post("/account/logout/")
    assert "together with a recovery code, unless wrong codes were typed" in text_of(
        sign_in(client, password="wrong")
    )


def test_whoever_waits_at_the_private_pages_reads_that_a_code_works():
    client = signed_in(kim := somebody())
    with_pin(kim)
    client.post("/account/lock/now/")
    for _time in range(11):
        answer = client.post("/account/lock/", {"secret": "999999"})
    assert "A code works at once." in text_of(answer)


def test_the_recovery_page_says_what_makes_wait_there():
    page = text_of(Client().get("/account/login/recovery/"))
    assert "only wrong codes do. On a device that is new to us, those that others type nearby" in page


def test_a_mail_about_another_address_urges_to_nothing_that_no_longer_works():
    said = (TEMPLATES / "account/email/email_changed_message.txt").read_text()
    assert "set this address again" not in said
    assert "asking for one doesn’t help" in said
