"""A real server process that logs everything it can, and fails with people's words in its hands: its log holds none."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from uuid import uuid4

import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from couples.accounts import users
from couples.accounts.models import User
from couples.pairing import acceptance
from exercises.live.socket.protocol import JSON
from tests.exercises.live.rooms import LETTER, NEED, Room, opened
from tests.exercises.live.sockets import cookie_of
from tests.faults.canaries.tokens import Canaries
from tests.servers import App

SERVED = "tests.faults.canaries.quoting_asgi:application"


@pytest.fixture
def room() -> Room:
    alex, blair = (users.create(f"{name.lower()}@example.org", name) for name in ("Alex", "Blair"))
    return opened(acceptance.pair(alex, blair), alex, blair, NEED).write_apart()


def says_everything(app: App, room: Room, canaries: Canaries) -> None:
    """Over pages and over a socket: what is kept, and what fails."""
    alex = room.alex.user
    page = f"/sessions/{room.id}/"
    assert posts(app, alex, "/alone/b/", limit=canaries.sentence("a limit")) == 200
    over_the_page = {name: canaries.sentence(f"{name} over the page") for name in LETTER}
    assert posts(app, alex, page, command="hand_in", visit="2", id=str(uuid4()), **over_the_page) == 500
    fields = {name: canaries.sentence(f"{name} over the socket") for name in LETTER}
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie_of(alex)}"}
    address = f"ws://127.0.0.1:{app.port}/ws{page}"
    with connect(address, subprotocols=[JSON], additional_headers=headers) as socket:  # type: ignore[list-item]
        said = {"visit": 2, "name": "hand_in", "fields": fields}
        for frame in ({"type": "draft", **said}, {"type": "command", "id": str(uuid4()), **said}):
            socket.send(json.dumps(frame))
        with pytest.raises(ConnectionClosed):
            list(socket)


def posts(app: App, user: User, path: str, **fields: str) -> int:
    """Read the page, and send its form; the status in the end."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={cookie_of(user)}"
    with urllib.request.urlopen(urllib.request.Request(app.url(path), headers={"Cookie": cookie})) as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
        secret = re.search(rf"{settings.CSRF_COOKIE_NAME}=\w+", answer.headers["Set-Cookie"])
    assert token
    assert secret
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
    headers = {"Cookie": f"{cookie}; {secret[0]}", "Origin": app.url("")}
    try:
        with urllib.request.urlopen(urllib.request.Request(app.url(path), data, headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize("leaky", ["", "1"], ids=["as it is", "leaky"])
def test_only_a_leaky_log_quotes_what_people_say(apps, room: Room, leaky: str) -> None:
    canaries = Canaries()
    app: App
    (app,) = apps(1, SERVED, REDIS_URL="", LEAKY=leaky, LOG_LEVEL="ERROR" if leaky else "DEBUG")
    says_everything(app, room, canaries)
    app.stop()
    log = app.said()
    assert log.count("RuntimeError") >= 2
    assert bool(canaries.found_in(log)) == bool(leaky)
