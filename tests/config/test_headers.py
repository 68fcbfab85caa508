"""What every page tells the browser."""

import os
import subprocess
import sys

import pytest
from django.test import Client

EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/help/", "/account/login/", "/no-such-page/"])
def test_pages_are_not_kept_shared_or_framed(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert "no-store" in headers["Cache-Control"]
    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_admin_may_run_its_own_scripts_and_no_others(client: Client) -> None:
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "trusted-types" not in policy


def hsts(**env: str) -> list[str]:
    names = ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD")
    asked = (
        f"from config import headers; print(*(getattr(headers, 'SECURE_HSTS_' + name) for name in {names}))"
    )
    command = [sys.executable, "-c", asked]
    ran = subprocess.run(
        command, env=os.environ | {"HTTPS": "1"} | env, capture_output=True, text=True, check=True
    )
    return ran.stdout.split()


def test_https_is_asked_for_and_other_names_of_the_domain_only_if_the_operator_says_so() -> None:
    assert hsts() == ["31536000", "False", "False"]
    assert hsts(HSTS_INCLUDE_SUBDOMAINS="1", HSTS_PRELOAD="1") == ["31536000", "True", "True"]


@pytest.mark.django_db
def test_static_files_come_from_our_own_server(client: Client) -> None:
    answer = client.get("/static/icon.svg")
    assert answer.status_code == 200
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    answer.close()
