"""A partner ends what she may read along while a screen of hers has been read and not sent: it is not sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from couples.accounts.models import User
from couples.counseling import consent, scopes
from exercises.live.database_threads import in_database
from exercises.live.notify import poll
from exercises.live.observer.screen import ObserverScreen
from exercises.live.socket.connection import Connection
from tests.exercises.counselor.raced.world import World, act, made
from tests.exercises.live.rooms import LETTER
from tests.exercises.live.sockets import HTML, JSON, PATIENCE, Socket, cookie_of
from tests.long_run import IS_LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
RACES = 200 if IS_LONG else 8
CASES = list(product(("live", "opened_live"), (JSON, HTML), ("opens", "stays"), ("alex", "blair")))
"""What is withdrawn, how she is connected, whether she connects just then or has been there, and who withdraws it."""


@dataclass
class Hold:
    """Keeps what her connection has read from being sent. `is_on`: the next screen that she gets is kept."""

    going: Any = None

    is_on: bool = False
    read: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
def hold(monkeypatch) -> Hold:
    found, look = Hold(), Connection.answer

    async def slowly(self: Connection, asked: Any) -> Any:
        seen = await look(self, asked)
        if found.is_on and isinstance(seen, ObserverScreen):
            found.is_on = False
            found.read.set()
            await found.go_on.wait()
        return seen

    monkeypatch.setattr(Connection, "answer", slowly)
    monkeypatch.setattr(poll, "POLL_SECONDS", 600)
    return found


async def test_no_frame_leaves_after_the_acknowledgement(hold, casey):
    world = await in_database(made, casey)
    order = Random(RACES).sample(CASES * (RACES // len(CASES) + 1), RACES)
    frames, seen_before = 0, 0
    for what, protocol, how, who in order:
        socket = Socket(world.room.id, await in_database(cookie_of, casey), protocol)
        if how == "stays":
            await socket.open()
            seen_before += LETTER["see"] in str(socket.seen)
        await reading(hold, world, socket, casey, how)
        browser = await sync_to_async(world.browser)(who)
        answer = await sync_to_async(act)(world, browser, what)
        assert answer.status_code == 302
        before = len(await left(socket))
        hold.go_on.set()
        afterwards = await left(socket, PATIENCE if what == "live" else 0.15)
        assert LETTER["see"] not in str(afterwards), (what, protocol, how, who)
        if what == "live":
            assert {"type": "websocket.close", "code": 4404} in afterwards
            assert not any(one["type"] == "websocket.send" for one in afterwards)
        frames += before + len(afterwards)
        await socket.leave()
        await in_database(consent.give, world.link, getattr(world, who), scopes.find(what))
    print(f"{RACES} races on sockets, {frames} frames, with the words before: {seen_before}")
    assert seen_before == sum(how == "stays" for _what, _protocol, how, _who in order)


async def reading(hold: Hold, world: World, socket: Socket, casey: User, how: str) -> None:
    """Wait until a screen of hers has been read, and is kept: her first one, or one after something changed."""
    hold.read.clear()
    hold.go_on.clear()
    if how == "opens":
        hold.is_on = True
        await socket.connect()
    else:
        await socket.settle()
        connection: Any = next(one for one in poll.poller.connections if one.person == casey.pk)
        await in_database(pause_or_resume, world)
        hold.is_on = True
        hold.going = asyncio.ensure_future(connection.refresh())
    await asyncio.wait_for(hold.read.wait(), 20)


def pause_or_resume(world: World) -> None:
    chair = world.room.alex
    names = [one["name"] for one in chair.look()["commands"]]
    chair.do("resume" if "resume" in names else "pause")


async def left(socket: Socket, seconds: float = 0.0) -> list[dict[str, Any]]:
    """Return what has left the server by now, or leaves within this time of the last."""
    found = []
    while not socket.socket.output_queue.empty() or not await socket.socket.receive_nothing(seconds, 0.01):
        found.append(await socket.socket.receive_output(1))
        if found[-1]["type"] == "websocket.close":
            break
    return found
