"""Guesses at a second factor, or at what opens the private pages, are slowed down although their counts are deleted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db import connections
from django.test import RequestFactory
from django.utils import timezone

from couples.keys.models import Latest
from couples.ratelimits import kept, tries
from couples.ratelimits.waits import NONE

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
