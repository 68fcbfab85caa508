"""Redis dies, freezes or is fed with false messages: it costs time, never a socket, a command or a secret."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Self
from uuid import UUID, uuid4

import pytest
import redis as client
from channels.layers import get_channel_layer
from channels_redis.serializers import registry
from django.conf import settings
from django.db import connection
from websockets.sync.client import connect

from couples.accounts.models import User
from exercises.core.pair import Partner
from exercises.live import start as starting
from exercises.live.notify import broadcast
from exercises.live.notify.subscription import TOPIC, Envelope
from exercises.live.socket.protocol import JSON
from tests.faults import couples
from tests.long_run import IS_LONG
from tests.servers import App

ACKNOWLEDGED, POLL, SOON = (1.0, 7.0, 1.0) if IS_LONG else (3.0, 12.0, 1.0)
SECONDS_AWAY = 60 if IS_LONG else 0
TURNS = 3 if IS_LONG else 1


class Socket:
    """A connection to one process, read only when a test asks."""

    def __init__(self, app: App, session: UUID, user: User) -> None:
        address = f"ws://127.0.0.1:{app.port}/ws/sessions/{session}/"
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={couples.sign_in(user)}"}
        self.opening = connect(address, subprotocols=[JSON], additional_headers=headers, open_timeout=10)  # type: ignore[list-item]
        self.view: dict[str, Any] = {}
        self.revision = 0

    def __enter__(self) -> Self:
        self.socket = self.opening.__enter__()
        self.until(lambda frame: frame["type"] == "screen", 10)
        return self

    def __exit__(self, *_anything: object) -> None:
        self.opening.__exit__(None, None, None)

    def until(self, wanted: Callable[[dict[str, Any]], bool], within: float) -> dict[str, Any]:
        deadline = time.monotonic() + within
        while True:
            frame: dict[str, Any] = json.loads(
                self.socket.recv(timeout=max(deadline - time.monotonic(), 0.01))
            )
            if frame["type"] == "screen":
                self.view, self.revision = frame["view"], frame["revision"]
            if wanted(frame):
                return frame

    def do(self, name: str, within: float = ACKNOWLEDGED) -> None:
        sent = {
            "type": "command",
            "id": str(uuid4()),
            "visit": self.view["visit"],
            "name": name,
            "fields": {},
        }
        self.socket.send(json.dumps(sent))
        answer = self.until(lambda frame: frame.get("id") == sent["id"], within)
        assert answer["type"] == "accepted"
        while self.revision < answer["revision"]:
            self.until(lambda frame: frame["type"] == "screen", within)

    def pauses_or_resumes(self) -> None:
        self.do("resume" if self.view["paused"] else "pause")

    def sees(self, paused: bool, within: float) -> None:
        if self.view["paused"] != paused:
            self.until(lambda frame: frame["type"] == "screen" and frame["view"]["paused"] == paused, within)


@pytest.fixture
def sockets(processes) -> Iterator[Callable[..., tuple[Socket, Socket]]]:
    """Alex on the first process and Blair on the last, both in one session."""
    two = couples.couples(1, processes.apps, [])[0]
    session = starting.start_session(two.couple, two.walkers[0].user.pk, "see-feel-need-ask")
    with ExitStack() as ending:

        def open_both() -> tuple[Socket, Socket]:
            pairs = zip((processes.apps[0], processes.apps[-1]), two.walkers, strict=True)
            alex, blair = (ending.enter_context(Socket(app, session, one.user)) for app, one in pairs)
            if any(one["name"] == "enter" for one in blair.view["commands"]):
                blair.do("enter", within=5)
            return alex, blair

        yield open_both


def in_trouble(sockets: Callable[..., tuple[Socket, Socket]], alex: Socket, blair: Socket) -> None:
    """What holds without Redis: commands are acknowledged, new connections open, screens come with the poll."""
    until, turns = time.monotonic() + SECONDS_AWAY, 0
    while turns < TURNS or alex.view["paused"] or time.monotonic() < until:
        alex.pauses_or_resumes()
        blair.sees(alex.view["paused"], within=POLL)
        turns += 1
    late, _later = sockets()
    for _ in range(3):
        blair.do("pause")
        blair.do("resume")
    late.sees(False, within=POLL)


def all_is_well(alex: Socket, blair: Socket) -> None:
    """Broadcasts are as fast as before, at the latest a few seconds after Redis is back."""
    deadline = time.monotonic() + (10 if IS_LONG else 20)
    while True:
        try:
            began = time.monotonic()
            alex.pauses_or_resumes()
            blair.sees(alex.view["paused"], within=POLL)
            if time.monotonic() - began < SOON:
                return
        finally:
            assert time.monotonic() < deadline, "broadcasts are still slow"


@pytest.mark.parametrize("how", ["killed", pytest.param("frozen", marks=pytest.mark.long)])
def test_a_redis_that_is_gone_costs_a_poll_and_nothing_else(processes, sockets, how: str) -> None:
    alex, blair = sockets()
    all_is_well(alex, blair)
    redis = processes.redis
    if redis:
        redis.kill() if how == "killed" else redis.freeze()
    in_trouble(sockets, alex, blair)
    if redis:
        redis.start() if how == "killed" else redis.thaw()
    all_is_well(alex, blair)


def false_messages() -> list[bytes]:
    """As whoever can write to Redis would: garbage, unsigned, signed with another key, and old ones again."""
    command = {
        "type": "websocket.receive",
        "text": json.dumps({"type": "command", "id": str(uuid4()), "visit": 1, "name": "end"}),
    }
    unsigned = registry.get_serializer("msgpack")
    foreign = registry.get_serializer("msgpack", symmetric_encryption_keys=["another key"])
    names = ("websocket.disconnect", "websocket.connect", "changed", "refresh", "close", "poll", "dispatch")
    messages = [command, *({"type": name} for name in names), {}, [], 7, "changed"]
    sealed = [
        one.serialize(message)
        for one in (unsigned, foreign)
        for message in messages
        if isinstance(message, dict)
    ]
    sealed += [Envelope(["ab" * 32]).seal(names) for names in (["x"], ["x", "changed"])]
    return [*sealed, *map(unsigned.serialize, messages[-3:]), b"", b"\x00", os.urandom(400), b"\xc1" * 99]


def test_what_goes_over_redis_tells_nothing_and_what_is_forged_there_does_nothing(processes, sockets) -> None:
    if processes.redis is None:
        assert connection.vendor == "sqlite"
        assert get_channel_layer() is not None
        return
    alex, blair = sockets()
    hostile = client.Redis(port=processes.redis.port)
    names_nobody_and_says_nothing(hostile, alex, blair)
    carries_out_nothing_and_closes_nothing(hostile, processes, alex, blair)
    hostile.close()


def carries_out_nothing_and_closes_nothing(hostile: Any, processes: Any, alex: Socket, blair: Socket) -> None:
    assert hostile.pubsub_channels() == [TOPIC.encode()]
    assert hostile.pubsub_numsub(TOPIC) == [(TOPIC.encode(), len(processes.apps))]
    for message in false_messages() * 40:
        hostile.publish(TOPIC, message)
    all_is_well(alex, blair)
    assert not alex.view["over"]


def names_nobody_and_says_nothing(watching: Any, alex: Socket, blair: Socket) -> None:
    with watching.monitor() as monitor:
        alex.do("pause")
        blair.sees(True, within=POLL)
        watching.ping()
        said = list(iter(lambda: monitor.next_command()["command"], "PING"))
    session = str(alex.socket.request.path).split("/")[3]
    groups = [broadcast.group((UUID(session), who)) for who in Partner]
    readable = [session, UUID(session).hex, "type", *groups]
    assert said
    assert all(one.startswith(f"PUBLISH {TOPIC} ") for one in said)
    assert not [one for one in said if any(each in one for each in readable)]
