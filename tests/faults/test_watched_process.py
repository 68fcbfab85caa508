"""What an operator's monitoring gets from a real process, and a start that would only go wrong later."""

import http.client
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from couples.accounts import users
from tests.servers import ROOT, App, free_port


def got(port: int, path: str, **headers: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_process_tells_this_machine_how_it_is_and_counts_no_private_page(apps) -> None:
    users.create("alex@example.org", "Alex")
    port = free_port()
    app: App
    (app,) = apps(1, METRICS_PORT=str(port), TRUSTED_PROXIES="127.0.0.1")
    assert got(app.port, "/healthz", Host="203.0.113.9") == (200, '{"alive":true}')
    status, said = got(app.port, "/readyz", Host="nobody.example")
    assert (status, '"ready":true' in said) == (200, True)
    for path in ("/healthz", "/readyz"):
        assert got(app.port, path, **{"X-Forwarded-For": "203.0.113.9"})[0] == 404
    for path in ("/account/login/", "/help/", "/alone/", "/account/lock/", "/leave/"):
        got(app.port, path)
    status, counted = got(port, "/metrics")
    assert status == 200
    requests = [
        line for line in counted.splitlines() if line.startswith("counterpoint_request_seconds_count")
    ]
    assert requests == ['counterpoint_request_seconds_count{area="account",status="2xx"} 1.0']
    assert "process_" not in counted


def test_a_process_does_not_start_where_migrations_are_missing(tmp_path: Path) -> None:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "COUNTERPOINT_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/main.sqlite3",
        "KEYS_DATABASE_URL": f"sqlite:///{tmp_path}/keys.sqlite3",
        "SERVE_WITH": sys.executable,
    }
    started = subprocess.run(
        [str(ROOT / "scripts/serve"), str(free_port())], env=env, capture_output=True, text=True, timeout=60
    )
    assert started.returncode == 1
    assert started.stderr.strip().splitlines() == [
        "The tables of this version are missing. Run `manage.py migrate --database default` and "
        "`manage.py migrate --database keys`, then start again."
    ]
