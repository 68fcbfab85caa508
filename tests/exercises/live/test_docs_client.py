"""The client in docs/ works: two of it, one for each partner, walk every exercise to its end on a real server."""

import json
import subprocess
import sys
import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from exercises.live.models import Stream
from tests.conftest import StartApps
from tests.exercises.live.rooms import LIMIT, OFFERED
from tests.servers import ROOT, App

CLIENT = ROOT / "docs/client.py"


def fresh_session(slug: str) -> dict[str, Any]:
    said = StringIO()
    call_command("demo", exercise=slug, json=True, stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


def started(app: App, session: dict[str, Any], name: str) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        str(CLIENT),
        app.url().rstrip("/"),
        session["sign_in"][name],
        session["socket"],
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def kill_all(clients: list[subprocess.Popen[str]]) -> None:
    for client in clients:
        client.kill()


OTHERS = [slug for slug in OFFERED if slug != LIMIT]


@pytest.mark.parametrize("slug", [LIMIT, *(pytest.param(one, marks=pytest.mark.long) for one in OTHERS)])
def test_two_clients_of_the_documentation_reach_the_end(slug: str, apps: StartApps) -> None:
    session = fresh_session(slug)
    [app] = apps(DEMO="1")
    clients = [started(app, session, name) for name in ("alex", "blair")]
    ended = threading.Timer(60, kill_all, [clients])
    ended.start()
    said = [
        client.communicate()[0] for client in clients
    ]  # a client that hangs is ended, and says what it saw
    ended.cancel()
    assert [client.returncode for client in clients] == [0, 0], said
    assert Stream.objects.get(pk=session["session"]).status == Stream.Status.OVER
    assert not any("invalid" in one or "repeated" in one for one in said), said
