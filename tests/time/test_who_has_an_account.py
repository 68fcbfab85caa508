"""Time tells nobody who has an account, or who declined an invitation (T30)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode

import pytest

from couples.accounts import users
from couples.pairing import acceptance, invitations
from tests.couples.accounts.signing_in import FORM, somebody
from tests.long_run import IS_LONG
from tests.servers import App
from tests.time.timing import auc, interleaved

PAIRS = 2000 if IS_LONG else 80
MOST = 0.55 if IS_LONG else 0.64
KNOWN = PAIRS // 4  # a person gets thirty mails an hour, however they were asked for
STREAMS = {"sign up": 8}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
Asked = Callable[[int], bytes]
Entrance = tuple[str, Callable[[str], dict[str, str]]]

ENTRANCES: dict[str, Entrance] = {
    "sign up": ("/account/signup/", lambda email: FORM | {"email": email}),
    "sign in": ("/account/login/", lambda email: {"login": email, "password": "not the password"}),
    "recovery code": (
        "/account/login/recovery/",
        lambda email: {"login": email, "password": "not the password", "code": "0000-0000"},
    ),
    "code": ("/account/login/code/", lambda email: {"email": email}),
    "reset": ("/account/password/reset/", lambda email: {"email": email}),
}


def household(number: int) -> str:
    """The address of one visitor of many, so that nobody is stopped for asking too often."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def posting(
    app: App, path: str, filled_in: Callable[[str], dict[str, str]], email: Callable[[int], str]
) -> Asked:
    connection = HTTPConnection("127.0.0.1", app.port)
    connection.request("GET", path)
    answer = connection.getresponse()
    token = TOKEN.search(answer.read().decode())[1]
    connection.close()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]

    def request(number: int) -> bytes:
        body = urlencode(filled_in(email(number)) | {"csrfmiddlewaretoken": token}).encode()
        visitor = household(zlib.crc32(f"{path} {email(number)} {number}".encode()))
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost:{app.port}\r\nCookie: {cookie}\r\nX-Forwarded-For: {visitor}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return request


def getting(app: App, path: str) -> Asked:
    return lambda _number: f"GET {path} HTTP/1.1\r\nHost: localhost:{app.port}\r\n\r\n".encode()


@pytest.fixture
def app(apps) -> App:
    one: App
    (one,) = apps(1, DJANGO_SETTINGS_MODULE="tests.time.settings", TRUSTED_PROXIES="127.0.0.1")
    return one


def told_apart(one: Asked, other: Asked, app: App, what: str) -> float:
    """Measure in streams, more where each answer takes longer; once more where chance may have had its hand in it."""
    found = 1.0
    for attempt in range(2):
        began = attempt * PAIRS
        size = PAIRS // STREAMS.get(what, 2)
        parts = [range(at, at + size) for at in range(began, began + PAIRS, size)]
        with ThreadPoolExecutor(len(parts)) as pool:
            measured = list(pool.map(lambda numbers: interleaved(one, other, numbers, app.port), parts))
        took = [[each for part in measured for each in part[kind]] for kind in (0, 1)]
        found = auc(*took)
        print(f"\n{what}: {PAIRS} pairs, median {median(took[0]) * 1000:.1f} ms, AUC {found:.3f}")
        if found <= MOST:
            break
    return found


def test_time_does_not_tell_who_has_an_account_nor_who_declined_an_invitation(app):
    for number in range(KNOWN):
        somebody(f"known{number:05}@example.org")
    pairs = {what: (*pair(app, *entrance), app, what) for what, entrance in ENTRANCES.items()}
    pairs["invitation"] = (*invitation_links(app), app, "invitation")
    with ThreadPoolExecutor(len(pairs)) as pool:
        found = dict(zip(pairs, pool.map(lambda one: told_apart(*one), pairs.values()), strict=True))

    assert {what: area for what, area in found.items() if area > MOST} == {}


def pair(app: App, path: str, filled_in: Callable[[str], dict[str, str]]) -> tuple[Asked, Asked]:
    known = posting(app, path, filled_in, lambda number: f"known{number % KNOWN:05}@example.org")
    return known, posting(app, path, filled_in, lambda number: f"other{number:05}@example.org")


def invitation_links(app: App) -> tuple[Asked, Asked]:
    """An open invitation and one that was declined: they look the same."""
    links = []
    for name in ("alex", "blair"):
        invitation, token = invitations.invite(users.create(f"{name}@example.org", name.title()))
        links.append(f"/invite/{token}/")
    acceptance.decline(invitation)
    return getting(app, links[0]), getting(app, links[1])
