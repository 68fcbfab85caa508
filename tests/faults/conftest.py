"""The processes that are to be killed: two that share PostgreSQL and a Redis of their own, or on SQLite one alone."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest
from django.db import connection

from tests.servers import App, Process


@dataclass
class Processes:
    apps: list[App]
    redis: Process | None

    def serve_instead(self, application: str, **env: str) -> None:
        """The same processes, with another application in them."""
        for app in self.apps:
            app.stop()
            app.env |= env
            app.command = [sys.executable, "-m", "uvicorn", application, "--port", str(app.port), "--lifespan", "off",
                           "--timeout-graceful-shutdown", "1"]  # fmt: skip
            app.start()


@pytest.fixture
def processes(apps, request) -> Processes:
    if connection.vendor == "sqlite":
        return Processes(apps(1, REDIS_URL=""), None)
    redis = request.getfixturevalue("own_redis")
    return Processes(apps(2, REDIS_URL=f"redis://127.0.0.1:{redis.port}/0"), redis)
