"""Counterpoint itself as a subject: served as in production, but on this machine and without TLS."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.acts import ACTS
from benchmarks.client import Endpoint
from benchmarks.couples import EVERY
from benchmarks.load import Act
from benchmarks.servers import Served, serving
from tests.servers import ROOT


class Counterpoint:
    """Some processes on some databases, by one of the two subprotocols. The couples are made at the first start."""

    app = "config.asgi:application"

    def __init__(self, name: str, frames: str, processes: int, couples: "Couples") -> None:
        self.name, self.frames, self.processes, self.couples = name, frames, processes, couples

    def act(self) -> Act:
        return ACTS[self.couples.act]()

    def serve(self) -> AbstractContextManager[Served]:
        self.couples.made  # noqa: B018 - before the clocks run
        return serving(self.app, self.processes, self.couples.env)

    def endpoints(self, pair: int, ports: list[int]) -> tuple[Endpoint, Endpoint]:
        """Partners are on different processes where there are two; who is where changes from pair to pair."""
        couple = self.couples.made[pair]
        chosen = (ports[0], ports[-1]) if pair % 2 else (ports[-1], ports[0])
        first, second = (
            Endpoint(
                f"ws://127.0.0.1:{port}/ws/sessions/{couple['session']}/",
                f"counterpoint.{self.frames}.v1",
                {"Cookie": cookie, "Origin": f"http://127.0.0.1:{port}"},
            )
            for port, cookie in zip(chosen, couple["cookies"], strict=True)
        )
        return first, second


class Couples:
    """The couples on one set of databases, what they will do, and how many records their sessions have before."""

    def __init__(self, number: int, act: str, length: int, env: Mapping[str, str]) -> None:
        self.number, self.act, self.length, self.env = number, act, length, env

    @cached_property
    def made(self) -> list[dict[str, Any]]:
        exercise = ACTS[self.act].exercise if self.act in ACTS else EVERY
        words = [str(self.number), exercise, str(self.length)]
        command = [sys.executable, "-m", "benchmarks.couples", *words]
        ran = subprocess.run(command, cwd=ROOT, env=os.environ | self.env, stdout=subprocess.PIPE, check=True)
        couples: list[dict[str, Any]] = json.loads(ran.stdout)
        return couples


def environment(data: Path, stores: Mapping[str, str]) -> dict[str, str]:
    """The settings of production, with keys of this run alone. No stores: SQLite, and broadcasts in memory."""
    sqlite = {
        "REDIS_URL": "",
        "DATABASE_URL": f"sqlite:///{data}/counterpoint.sqlite3",
        "KEYS_DATABASE_URL": f"sqlite:///{data}/keys.sqlite3",
    }
    return {
        "COUNTERPOINT_DATA": str(data),
        "SECRET_KEY": base64.b64encode(os.urandom(32)).decode(),
        "MASTER_KEYS": base64.b64encode(os.urandom(32)).decode(),
        "EMAIL_URL": "consolemail://",
        "HTTPS": "0",
        "DEMO": "0",
        "DEBUG": "0",
        "LOG_LEVEL": "WARNING",
        **(stores or sqlite),
    }
