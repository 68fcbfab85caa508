"""A mail server that takes a connection and never says a word holds up neither a visitor nor what was promised."""

import http.client
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.utils import timezone

from couples.accounts import users
from couples.facts.changing import changing
from couples.mail_queue.models import QueuedMail
from couples.pairing import acceptance
from couples.pairing.models import Membership
from tests.couples.accounts.signing_in import FORM
from tests.servers import App

PATIENCE = 20.0


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        yield listening.getsockname()[1]


def signs_up(app: App) -> tuple[int, float]:
    """The status of the answer, and after how many seconds it came."""
    with closing(http.client.HTTPConnection("localhost", app.port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/account/signup/")
        page = connection.getresponse()
        cookies = "; ".join(one.split(";")[0] for one in page.headers.get_all("Set-Cookie"))
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        body = urlencode(FORM | {"csrfmiddlewaretoken": token[1]})
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        began = time.monotonic()
        connection.request("POST", "/account/signup/", body, headers)
        return connection.getresponse().status, time.monotonic() - began


def becomes_true(condition) -> bool:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_with_a_silent_mail_server_people_sign_up_and_leave_on_their_day(apps, silent) -> None:
    alex, blair = (users.create(f"{name}@example.org", name.title()) for name in ("alex", "blair"))
    acceptance.pair(alex, blair)
    with changing(blair):
        Membership.objects.filter(user=blair).update(leaves_on=timezone.localdate() - timedelta(days=1))
    (app,) = apps(1, EMAIL_URL=f"smtp://127.0.0.1:{silent}", EMAIL_TIMEOUT="2", TICK_SECONDS="1")
    status, seconds = signs_up(app)
    assert (status, seconds < 5) == (302, True)
    assert becomes_true(lambda: not Membership.objects.filter(left_at=None).exists())
    assert becomes_true(lambda: "mail_not_sent" in app.said())
    assert QueuedMail.objects.exists()


def test_a_code_arrives_within_two_seconds(apps) -> None:
    before = set(settings.MAIL_FOLDER.glob("*.log"))
    (app,) = apps(1)
    assert signs_up(app)[0] == 302
    answered = time.monotonic()
    assert becomes_true(lambda: set(settings.MAIL_FOLDER.glob("*.log")) - before)
    assert time.monotonic() - answered < 2
