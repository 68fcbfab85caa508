"""A setting that cannot be used ends a command and a start with one line that names it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT, Process, free_port

MASTER = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
UNUSABLE = {
    "DATABASE_URL": ("foo", "postgres://NAME:PASSWORD@HOST/DATABASE"),
    "KEYS_DATABASE_URL": ("redis://a-secret@127.0.0.1/0", "postgres://NAME:PASSWORD@HOST/DATABASE"),
    "LOG_LEVEL": ("loud", "DEBUG, INFO, WARNING, ERROR or CRITICAL"),
    "TICK_SECONDS": ("abc", "a whole number"),
    "ANSWER_STEP": ("abc", "a number"),
    "EMAIL_URL": ("mailto:a-secret", "smtp+tls://USER:PASSWORD@HOST:PORT"),
}


def ran(tmp_path: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run it as in production."""
    return subprocess.run(
        words,
        cwd=ROOT,
        env=environment(tmp_path, **env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def environment(tmp_path: Path, **env: str) -> dict[str, str]:
    left_out = ("DATABASE_URL", "KEYS_DATABASE_URL", "DEMO", "LOG_LEVEL", "TICK_SECONDS", "METRICS_PORT")
    given = {name: value for name, value in os.environ.items() if name not in left_out}
    ours = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "COUNTERPOINT_DATA": str(tmp_path),
        "SECRET_KEY": "k" * 60,
        "MASTER_KEYS": MASTER,
        "ALLOWED_HOSTS": "localhost",
        "SERVE_WITH": sys.executable,
    }
    return given | ours | env


def databases_away() -> dict[str, str]:
    """Databases that refuse the connection. A start goes on without them."""
    nothing = f"postgres://somebody:a-secret@127.0.0.1:{free_port()}/counterpoint"
    return {"DATABASE_URL": nothing, "KEYS_DATABASE_URL": f"{nothing}-keys"}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_setting_that_cannot_be_read_is_named_and_not_shown(name: str, tmp_path: Path) -> None:
    value, wanted = UNUSABLE[name]
    ended = ran(tmp_path, sys.executable, "manage.py", "migrate", **{name: value})
    assert ended.stderr.splitlines() == [f"{name} must be {wanted}."]
    assert ended.returncode == 1


def test_a_start_says_the_same_line(tmp_path: Path) -> None:
    ended = ran(tmp_path, str(ROOT / "scripts/serve"), str(free_port()), DATABASE_URL="foo")
    assert ended.stderr.splitlines() == ["DATABASE_URL must be postgres://NAME:PASSWORD@HOST/DATABASE."]
    assert ended.returncode == 1


def test_a_port_of_metrics_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        given = databases_away() | {"METRICS_PORT": port}
        ended = ran(tmp_path, str(ROOT / "scripts/serve"), str(free_port()), **given)
    assert ended.stderr.splitlines()[-1].startswith(f"METRICS_PORT={port} can't be used: ")
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)


def test_a_start_without_its_database_says_so_and_goes_on(tmp_path: Path) -> None:
    both = databases_away() | {"HTTPS": "0"}
    port, log = free_port(), tmp_path / "log"
    process = Process([str(ROOT / "scripts/serve"), str(port)], port, environment(tmp_path, **both), log)
    try:
        process.start()
    finally:
        process.kill()
    said = "The database of DATABASE_URL can't be reached: it refused the connection. Pages are served once it answers."
    assert [json.loads(line)["event"] for line in process.said().splitlines() if said in line] == [said]
    assert [word for word in ("a-secret", "somebody") if word in process.said()] == []


def test_a_database_that_is_away_ends_a_command_with_one_sentence(tmp_path: Path) -> None:
    ended = ran(tmp_path, sys.executable, "manage.py", "migrate", **databases_away())
    said = "The database of DATABASE_URL can't be reached: it refused the connection."
    assert ended.stderr.splitlines()[-1] == said
    assert ended.returncode == 1
    assert [word for word in ("Traceback", "a-secret", "somebody") if word in ended.stderr] == []
