"""What every page tells the browser."""

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


@pytest.mark.django_db
def test_static_files_come_from_our_own_server(client: Client) -> None:
    answer = client.get("/static/icon.svg")
    assert answer.status_code == 200
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    answer.close()
