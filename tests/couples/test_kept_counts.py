"""Guesses at codes, or at what opens the private pages, are slowed down although their counts are deleted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db import connections
from django.test import Client, RequestFactory
from django.utils import timezone

from couples.accounts import proving
from couples.accounts.models import SignIn
from couples.keys.models import Latest
from couples.pairing import digits
from couples.ratelimits import kept, tries
from couples.ratelimits.waits import NONE
from tests import forging
from tests.couples.accounts.signing_in import ADDRESS, app_code, sets_up_app, signed_in, somebody, text_of
from tests.stored_sign_ins import row_of

pytestmark = pytest.mark.django_db
KINDS = ("wait_for_app_code", "wait_for_recovery_code", "wait_for_lock")


def asks():
    request = RequestFactory().get("/")
    request.session = SessionBase()
    return request


@pytest.mark.parametrize("name", KINDS)
def test_who_deletes_the_counts_still_waits(alex, drew, name, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    tried = getattr(tries, name)
    for _time in range(3):
        assert tried(asks(), alex) == NONE
        cache.clear()
    assert tried(asks(), alex) > NONE
    assert tried(asks(), drew) == NONE
    assert all(getattr(tries, one)(asks(), alex) == NONE for one in KINDS if one != name)
    later = timezone.now() + kept.WITHIN
    monkeypatch.setattr(timezone, "now", lambda: later)
    cache.clear()
    assert tried(asks(), alex) == NONE


def test_nor_are_mailed_codes_tried_without_end(monkeypatch):
    """Who writes to the database puts back what their browser's sign-in held before each try, too."""
    monkeypatch.setattr(kept, "MOST", 5)
    somebody()
    answers = {}
    for address in (ADDRESS, "nobody@example.org"):
        stranger = Client()
        stranger.post("/account/password/reset/", {"email": address})
        row = row_of(stranger)
        answers[address] = [_with_the_row_of_before(stranger, row, number) for number in range(6)]
    assert answers[ADDRESS] == answers["nobody@example.org"]
    assert answers[ADDRESS][:5] == ["isn’t right"] * 5
    assert answers[ADDRESS][5] == "wait ten minutes"


def _with_the_row_of_before(stranger: Client, row: SignIn, number: int) -> str:
    cache.clear()
    forging.run(
        "UPDATE couples_signin SET session_data = %s WHERE session_key = %s",
        row.session_data,
        row.session_key,
    )
    page = text_of(stranger.post("/account/password/reset/code/", {"code": f"{number:08}"}))
    return next(line for line in ("isn’t right", "wait ten minutes") if line in page)


def test_nor_are_the_digits_of_an_invitation(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for _time in range(3):
        assert digits.enter("0000 0000", "somewhere") is None
        cache.clear()
    with pytest.raises(digits.RateLimited):
        digits.enter("0000 0000", "somewhere")


def test_a_code_of_an_app_is_used_once_although_that_was_deleted():
    browser = signed_in(kim := somebody())
    code = app_code(sets_up_app(browser))
    cache.clear()
    assert proving.by_code(kim, f"{code[:3]} {code[3:]}", Authenticator.Type.TOTP) is not None
    cache.clear()
    assert proving.by_code(kim, code, Authenticator.Type.TOTP) is None


def test_no_count_is_above_what_strangers_and_known_devices_are_allowed(settings):
    """Or a stranger could use up what the owner has."""
    rates = settings.ACCOUNT_RATE_LIMITS
    assert [rates[one] for one in ("code_everywhere", "recovery_everywhere", "lock_everywhere")] == [
        *("40/5m/key", "30/h/key", "60/10m/key")
    ]
    assert kept.MOST > 12 * 40


def test_counts_go_when_their_time_is_over_and_name_nobody(alex, monkeypatch):
    tries.wait_for_app_code(asks(), alex)
    assert not Latest.objects.filter(purpose=kept.TRIES, subject=alex.pk).exists()
    assert kept.forget_over() == 0
    later = timezone.now() + kept.WITHIN + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert kept.forget_over() == 1
    assert not Latest.objects.filter(purpose=kept.TRIES).exists()


@pytest.mark.django_db(transaction=True)
def test_simultaneous_tries_are_all_counted(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 5)

    def one(_number):
        try:
            return kept.take("code", "somebody")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(8)))
    assert answers.count(NONE) == 5
