"""Real servers for tests: Redis, and Counterpoint in processes that may be killed and started again.

They listen on free ports of this machine only. It starts nothing that a test did not ask for.
"""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0  # seconds until a server that does not answer is a failure


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


class Process:
    """One server process on one port, which keeps its port over kills and restarts."""

    def __init__(self, command: list[str], port: int, env: Mapping[str, str], log: Path) -> None:
        self.command, self.port, self.env, self.log = command, port, dict(env), log
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.launch()
        self.wait_until_it_answers()

    def launch(self) -> None:
        """Start it and wait for nothing."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )

    def kill(self) -> None:
        """End it as a power cut would, with no chance to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and insist after a while."""
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """Stop its clock: it keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def is_running(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def said(self) -> str:
        """What it wrote to its log so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _signal(self, number: signal.Signals) -> None:
        assert self.running is not None, "it was never started"
        self.running.send_signal(number)

    def _end(self, number: signal.Signals) -> None:
        if self.running is None or self.running.poll() is not None:
            return
        self._signal(number)
        try:
            self.running.wait(15)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait(5)

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if not self.is_running():
                raise RuntimeError(f"{self.command[0]} ended at once:\n{self.said()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"{self.command[0]} did not answer in {PATIENCE:.0f} s:\n{self.said()}")


class App(Process):
    """One Counterpoint process, or what is in front of several."""

    tls: ssl.SSLContext | None = None
    cookie_prefix = ""

    def url(self, path: str = "/", name: str = "") -> str:
        """Where a browser finds it. Each name has a host of its own: several people share one browser."""
        host = f"{name}.localhost" if name else "localhost"
        return f"http://{host}:{self.port}{path}"


def app(
    folder: Path, databases: Mapping[str, Mapping[str, Any]], application: str = "", **changed: str
) -> App:
    """A process on these databases (Django's settings of each), not started yet, with `changed` in its environment.

    `application`: another one than ours, without the limits that are set in `scripts/serve`.
    """
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.served",
        "DATABASE_URL": address_of(databases["default"]),
        "KEYS_DATABASE_URL": address_of(databases["keys"]),
        "LOG_LEVEL": "WARNING",
        "SERVE_WITH": sys.executable,
        **changed,
    }
    port = free_port()
    ours = [str(ROOT / "scripts/serve"), str(port)]
    planted = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--lifespan", "off",
               "--no-access-log", "--timeout-graceful-shutdown", "1"]  # fmt: skip
    return App(planted if application else ours, port, env, folder / f"app-{port}.log")


def address_of(database: Mapping[str, Any]) -> str:
    """The URL of a database that is open now, from its settings in Django."""
    name = str(database["NAME"])
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{name}"
    who = quote(database["USER"], safe="")
    if database["PASSWORD"]:
        who += ":" + quote(database["PASSWORD"], safe="")
    return f"postgres://{who}@{database['HOST']}:{database['PORT']}/{name}"


def redis(folder: Path) -> Process:
    """A Redis (or Valkey) that keeps nothing on disk, not started yet."""
    binary = os.environ.get("REDIS_SERVER") or shutil.which("redis-server") or shutil.which("valkey-server")
    if binary is None:
        raise RuntimeError("No redis-server here: run `scripts/test`, which finds or brings one.")
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    return Process([binary, *options, "--dir", str(folder)], port, os.environ, folder / f"redis-{port}.log")


@contextmanager
def folder_for(what: str) -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f"counterpoint-{what}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
