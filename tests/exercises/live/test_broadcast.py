"""Broadcasts say that something changed, and nothing else. Forged ones cause at most a needless refresh."""

from __future__ import annotations

import asyncio
import json

import pytest
from channels.layers import get_channel_layer

from exercises.core.pair import Partner
from exercises.live.database_threads import in_database
from exercises.live.notify import broadcast, poll

pytestmark = pytest.mark.django_db(transaction=True)
COMMAND = json.dumps(
    {"type": "command", "id": "2f1c9f6e-0000-4000-8000-000000000001", "visit": 1, "name": "end"}
)
FOREIGN = [
    {"type": "websocket.receive", "text": COMMAND},
    {"type": "websocket.disconnect", "code": 1000},
    {"type": "websocket.connect"},
    *(
        {"type": name}
        for name in ("dispatch", "close", "close_with", "send", "accept", "refresh", "receive", "poll", "put")
    ),
    {"type": "changed", "text": COMMAND},
    {"type": "changed."},
    {"type": "CHANGED"},
    {"type": "_submit"},
    {"text": COMMAND},
    {},
]


@pytest.fixture(autouse=True)
def _no_poll(monkeypatch):
    monkeypatch.setattr(poll, "POLL_SECONDS", 60)


async def test_foreign_messages_on_the_layer_are_ignored(sockets, room, alex, blair):
    mine, theirs = await sockets.both(alex, blair)
    before = await in_database(room.sequences)
    for message in FOREIGN:
        for partner in Partner:
            await get_channel_layer().group_send(broadcast.group((room.id, partner)), message)
    assert await mine.is_silent()
    assert await theirs.is_silent()
    assert await in_database(room.sequences) == before
    assert (await theirs.do("pause"))["type"] == "accepted"
    assert (await mine.until("screen"))["view"]["paused"]


async def test_a_true_broadcast_among_false_ones_is_received(sockets, room, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    await in_database(room.blair.do, "pause")
    layer, group = get_channel_layer(), broadcast.group((room.id, Partner.A))
    await asyncio.gather(*(layer.group_send(group, one) for one in [*FOREIGN, broadcast.CHANGED, *FOREIGN]))
    assert (await socket.until("screen"))["view"]["paused"]


async def test_a_broadcast_without_a_change_sends_nothing(sockets, room, alex, blair):
    mine, _theirs = await sockets.both(alex, blair)
    for _ in range(20):
        await broadcast.announce(tuple((room.id, partner) for partner in Partner))
    assert await mine.is_silent()


def test_the_name_of_a_group_tells_nothing_about_the_session(room):
    name = broadcast.group((room.id, Partner.B))
    assert room.id.hex[:6] not in name
    assert name != broadcast.group((room.id, Partner.A))
    assert len(name) == 42


async def test_closed_connections_leave_nothing_behind(sockets, room, alex):
    for _ in range(5):
        socket = await sockets.open(alex)
        await socket.leave()
    layer = get_channel_layer()
    assert not poll.poller.connections
    assert not layer.channels
    assert not layer.groups
