"""The processes that are to be killed: two that share PostgreSQL and a Redis of their own, or on SQLite one alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection

from tests.servers import App, Process


@dataclass
class Processes:
    apps: list[App]
    redis: Process | None


Serving = Callable[..., Processes]


@pytest.fixture
def serving(apps, request) -> Serving:
    """Start them: `serving(1)`, or with another application in them `serving(application="tests.…", PLANT="…")`."""

    def start(number: int = 2, application: str = "", **env: str) -> Processes:
        if connection.vendor == "sqlite":
            return Processes(apps(1, application, REDIS_URL="", **env), None)
        redis = request.getfixturevalue("own_redis")
        return Processes(
            apps(number, application, REDIS_URL=f"redis://127.0.0.1:{redis.port}/0", **env), redis
        )

    return start


@pytest.fixture
def processes(serving: Serving) -> Processes:
    return serving()
