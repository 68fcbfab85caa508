"""Clocks that tests move on: of what asks `time.time()`, and of what asks `timezone.now()`. Knows no test."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone


class Clock:
    def __init__(self, monkeypatch) -> None:
        self.now, self.monkeypatch = time.time(), monkeypatch
        self.goes(0)

    def goes(self, seconds: float) -> None:
        self.now += seconds
        self.monkeypatch.setattr(time, "time", lambda: self.now)


@pytest.fixture
def clock(monkeypatch):
    cache.clear()
    return Clock(monkeypatch)


@pytest.fixture
def later(monkeypatch):
    """Move what `timezone.now()` returns on."""
    real, moved = timezone.now, [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + moved[0])

    def move(**by):
        moved[0] += timedelta(**by)

    return move
