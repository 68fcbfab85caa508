"""Every command that a screen of any step kind offers, sent over a socket with something wrong, breaks nothing."""

from __future__ import annotations

import logging
from random import Random
from typing import Any, Final
from uuid import uuid4

import pytest

from couples.ratelimits.token_bucket import TokenBucket
from exercises.core.text import Refused
from exercises.live.database_threads import in_database
from exercises.live.store import streams
from tests import walker
from tests.core.examples import OF_KIND
from tests.exercises.kind_rooms import room_of
from tests.exercises.live import hostile
from tests.exercises.live.rooms import Room
from tests.exercises.live.sockets import Socket, Sockets
from tests.exercises.live.test_hostile_frames import is_proper
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(transaction=True)
FRAMES: Final = 100_000 if IS_LONG else 600
MOMENTS: Final = 12 if IS_LONG else 2
"""Times that a session is played on, and tried again, before the next kind."""
PENDING: Final = 50


def good_frames(socket: Socket, rng: Random) -> list[dict[str, Any]]:
    """Return the commands that this screen offers, filled in; some of them as drafts."""
    visit = socket.screen["view"]["visit"]
    frames: list[dict[str, Any]] = [{"type": "ping"}]
    for offer in socket.screen["view"]["commands"]:
        fields = walker.filled(offer, rng, "Words")
        frames.append(
            {"type": "command", "id": str(uuid4()), "visit": visit, "name": offer["name"], "fields": fields}
        )
        frames.append({"type": "draft", "visit": visit, "name": offer["name"], "fields": fields})
    return frames


async def throw(socket: Socket, rng: Random, many: int) -> None:
    """Send so many mutated frames; each answer is one that the protocol knows, with a sentence where it refuses."""
    for text in hostile.frames(good_frames(socket, rng), rng, many):
        await socket.throw(text=text)
        while socket.socket.output_queue.qsize() > PENDING:
            assert is_proper(await socket.next()), text
    await socket.say(type="ping")
    while (await socket.until("pong")) and not socket.socket.input_queue.empty():
        pass
    assert all(is_proper(frame) for frame in socket.seen)
    socket.seen.clear()


def play_on(room: Room, rng: Random) -> None:
    """A few things that are offered are done, so that other commands are on offer."""
    for chair in (*room.chairs, *room.chairs):
        try:
            chair.step(rng, chair.user.name)
        except Refused:
            continue


@pytest.mark.by_turns
@pytest.mark.parametrize("kind", sorted(OF_KIND))
async def test_mutated_commands_of_every_kind_break_nothing(kind, couple, alex, blair, monkeypatch, caplog):
    monkeypatch.setattr(
        TokenBucket, "take", lambda self: True
    )  # as if a second passed between any two frames
    room, rng = await in_database(room_of, kind, couple, alex, blair), Random(f"frames {kind}")
    many = FRAMES // (len(OF_KIND) * MOMENTS * 2)
    for _ in range(MOMENTS):
        opening = Sockets(room.id)
        async with opening.ending:
            for socket in await opening.both(alex, blair):
                await throw(socket, rng, many)
        await in_database(play_on, room, rng)
    assert [line for line in caplog.records if line.levelno >= logging.ERROR] == []
    await in_database(streams.memory.clear)
    for chair in room.chairs:
        assert await in_database(chair.look), "and the session is still there"
