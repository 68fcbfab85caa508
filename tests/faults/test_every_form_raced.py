"""Two processes: a withdrawal at one races with a reading at the other, in every form. No byte of it begins afterwards.

As `test_withdrawal_races`, for each page, print, file and socket of hers; what begins after the acknowledgement is what
she gets when she asks anew.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from random import Random
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from couples.accounts.models import User
from couples.counseling import consent, scopes
from exercises.live.socket.protocol import JSON
from tests.cast import casey, with_second_step
from tests.exercises.counselor.raced.world import UNDER, World, act, made
from tests.exercises.counselor.to_one.handing import TOKENS
from tests.exercises.live.rooms import LETTER
from tests.faults.couples import sign_in
from tests.faults.test_withdrawal_races import PATIENCE, TOKEN, Answers
from tests.long_run import IS_LONG

__all__ = ["casey"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
RACES = 500 if IS_LONG else 20
SOCKET = "socket"
UNTIL_ACKNOWLEDGED = 0.3
"""Seconds within which a withdrawal is acknowledged on a machine that has time."""


class Wire:
    """In the place of a browser: returns the bytes of the request."""

    def __init__(self, user: User) -> None:
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={sign_in(user)}; {settings.CSRF_COOKIE_NAME}={TOKEN}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> bytes:
        return self._request("GET", path, headers or {})

    def post(self, path: str, data: Mapping[str, str] | None = None) -> bytes:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._request("POST", path, form, urlencode(data or {}))

    def _request(self, method: str, path: str, more: Mapping[str, str], body: str = "") -> bytes:
        head = {
            "Host": "localhost",
            "Cookie": self.cookies,
            "X-CSRFToken": TOKEN,
            "Connection": "close",
            **more,
        }
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body]).encode()


def shown(answer: bytes) -> tuple[str, str]:
    head, _end, body = answer.decode().partition("\r\n\r\n")
    status = head.split()[1]
    return status, "" if status == "404" else TOKENS.sub("", body)


def answered(port: int, request: bytes) -> tuple[str, str]:
    answers = Answers()
    answers.send("read", port, request)
    answers.wait()
    return shown(answers.bodies["read"])


class OnSocket(threading.Thread):
    """Her socket, from its opening on: what came, and when."""

    def __init__(self, port: int, world: World, wire: Wire) -> None:
        super().__init__()
        self.host, self.path = f"localhost:{port}", f"/ws/sessions/{world.room.id}/"
        self.cookies, self.frames = wire.cookies, list[tuple[float, str]]()

    def run(self) -> None:
        with suppress(InvalidStatus, ConnectionClosed, TimeoutError), self.connected() as socket:
            while True:
                frame = str(socket.recv(timeout=1.0))
                self.frames.append((monotonic(), frame))

    def connected(self) -> ClientConnection:
        headers = {"Cookie": self.cookies}
        origin, protocols = Origin(f"http://{self.host}"), [Subprotocol(JSON)]
        return connect(
            f"ws://{self.host}{self.path}", additional_headers=headers, origin=origin, subprotocols=protocols
        )


def raced_on_socket(
    ports: tuple[int, int], world: World, hers: Wire, end: bytes, wait: float
) -> tuple[bool, bool]:
    """Return whether she was shown the words, and whether after the acknowledgement."""
    reading, answers = OnSocket(ports[0], world, hers), Answers()
    reading.start()
    sleep(wait)
    answers.send("end", ports[1], end)
    answers.wait()
    acknowledged = monotonic()
    assert answers.bodies["end"].startswith(b"HTTP/1.1 302")
    reading.join(PATIENCE)
    came = [at for at, frame in reading.frames if LETTER["see"] in frame]
    return bool(came), any(at > acknowledged for at in came)


def raced_page(ports: tuple[int, int], ask: bytes, end: bytes, wait: float) -> tuple[tuple[str, str], bool]:
    """Return what came, and whether it began to come after the acknowledgement. `wait`: from the reading to the
    withdrawal, or if it is negative, the other way round."""
    answers, both = Answers(), [("read", ports[0], ask), ("end", ports[1], end)]
    one, other = both if wait > 0 else both[::-1]
    answers.send(*one)
    answers.wait(abs(wait))
    answers.send(*other)
    answers.wait()
    assert answers.bodies["end"].startswith(b"HTTP/1.1 302"), answers.bodies["end"][:200]
    return shown(answers.bodies["read"]), answers.turn["read"] > answers.turn["end"]


Case = tuple[str, str, str]


def cases() -> list[Case]:
    """Return each form with each scope of which it shows something and who withdraws that; the socket four times."""
    scoped = [(page, one) for page, several in UNDER.items() for one in several]
    scoped += [(SOCKET, one) for one in UNDER["session"]] * 4
    return [(page, one, who) for page, one in scoped for who in ("alex", "blair")]


def test_no_form_begins_after_the_acknowledgement(apps, casey, redis_url) -> None:
    with_second_step(casey)
    world, chance = made(casey), Random(RACES)
    first, second = apps(2, REDIS_URL=redis_url)
    ports, hers = (first.port, second.port), Wire(casey)
    ends = {who: Wire(getattr(world, who)) for who in ("alex", "blair")}
    counted: Counter[str] = Counter()
    leaks: list[Case] = []
    for page, one, who in chance.choices(cases(), k=RACES):
        end = act(world, ends[who], one)
        if page == SOCKET:
            came, is_leak = raced_on_socket(ports, world, hers, end, chance.uniform(0, 0.15))
            counted.update(sockets=1, words=came)
        else:
            ask = world.pages[page](hers)
            began = monotonic()
            before, took = answered(ports[0], ask), monotonic() - began
            meanwhile, is_late = raced_page(ports, ask, end, chance.uniform(-UNTIL_ACKNOWLEDGED, took))
            now = answered(ports[0], ask)
            counted.update(pages=1, late=is_late, before=meanwhile == before, now=meanwhile == now)
            is_leak = is_late and meanwhile not in (now, ("404", ""))
        leaks += [(page, one, who)] * is_leak
        consent.give(world.link, getattr(world, who), scopes.find(one))
    print(f"{RACES} races over two processes: {dict(counted)}, {len(leaks)} leaks")
    assert not leaks
    assert min(counted[each] for each in ("before", "now", "words")) > 0
