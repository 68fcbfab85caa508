"""A clock that tests move on: of what asks `time.time()`. Knows no test."""

import time

import pytest
from django.core.cache import cache


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
