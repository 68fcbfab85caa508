"""A withdrawal races with a counselor's reading over real processes: no content begins after it was acknowledged."""

from __future__ import annotations

import selectors
import socket
from random import Random
from time import perf_counter

import pytest
from django.conf import settings

from couples.accounts.models import User
from couples.counseling import consent, scopes
from tests.cast import alex, blair, casey, couple, linked, with_second_step
from tests.couples.counseling.consents import both_allow
from tests.faults.couples import sign_in
from tests.long_run import IS_LONG

__all__ = ["alex", "blair", "casey", "couple", "linked"]
pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 500 if IS_LONG else 10
TOKEN = "a" * 32
PATIENCE = 20.0
ALLOWED = b"/still/answers/"
"""What the page has while she may read it, and only then."""


def asked(method: str, path: str, user: User, body: str = "") -> bytes:
    cookies = f"{settings.SESSION_COOKIE_NAME}={sign_in(user)}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    head = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Cookie: {cookies}", f"X-CSRFToken: {TOKEN}",
            "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
            "Connection: close"]  # fmt: skip
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


class Answers:
    """Two requests at once, read by one thread. `turn`: in which look at both sockets each began to answer."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.turn: dict[str, int] = {}
        self.selector = selectors.DefaultSelector()
        self.turns = 0

    def send(self, name: str, port: int, request: bytes) -> None:
        connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        connection.sendall(request)
        self.bodies[name] = b""
        self.selector.register(connection, selectors.EVENT_READ, name)

    def wait(self, seconds: float = PATIENCE) -> None:
        """Read until all is there, or for this long."""
        until = perf_counter() + seconds
        while self.selector.get_map() and (left := until - perf_counter()) > 0:
            self.turns += 1
            for key, _events in self.selector.select(left):
                piece = key.fileobj.recv(65536)
                self.turn.setdefault(key.data, self.turns)
                self.bodies[key.data] += piece
                if not piece:
                    self.selector.unregister(key.fileobj)
                    key.fileobj.close()


def seconds_of(reading: bytes, port: int) -> float:
    answers, began = Answers(), perf_counter()
    answers.send("read", port, reading)
    answers.wait()
    assert ALLOWED in answers.bodies["read"]
    return perf_counter() - began


def is_late(ports: tuple[int, int], reading: bytes, withdrawal: bytes, wait: float) -> tuple[bool, bool]:
    """Return whether content came, and whether it began to come after the acknowledgement."""
    answers = Answers()
    answers.send("read", ports[0], reading)
    answers.wait(wait)
    answers.send("withdraw", ports[1], withdrawal)
    answers.wait()
    assert answers.bodies["withdraw"].startswith(b"HTTP/1.1 302"), answers.bodies["withdraw"][:200]
    came = ALLOWED in answers.bodies["read"]
    return came, came and answers.turn["read"] > answers.turn["withdraw"]


@pytest.mark.parametrize("number", [pytest.param(1, marks=pytest.mark.long), 2])
def test_no_content_begins_after_the_acknowledgement(
    apps, couple, alex, blair, casey, linked, number, request
) -> None:
    with_second_step(casey)
    both_allow(linked)
    redis = request.getfixturevalue("redis_url") if number == 2 else ""
    processes = apps(number, REDIS_URL=redis)
    ports = (processes[0].port, processes[-1].port)
    reading = asked("GET", f"/counsel/couples/{linked.pk}/read/answers/", casey)
    withdrawal = asked("POST", f"/counselors/{linked.pk}/choose/", blair, "scope=answers&answer=not")
    usual = min(seconds_of(reading, ports[0]) for _again in range(3))

    rng, came, late = Random(number), 0, 0
    for _round in range(ROUNDS):
        consent.give(linked, blair, scopes.ANSWERS)
        found, was_late = is_late(ports, reading, withdrawal, rng.uniform(0, usual))
        came, late = came + found, late + was_late
    print(f"{came} of {ROUNDS} with content, {late} late, {usual:.3f} s")
    assert came > 0
    assert late == 0
