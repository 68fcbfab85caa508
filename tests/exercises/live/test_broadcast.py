"""Broadcasts say that something changed, and nothing else. Forged ones cause at most a needless refresh."""

from __future__ import annotations

import asyncio
import json

import pytest
from channels.layers import get_channel_layer
from django.conf import settings as configured

from exercises.core.pair import Partner
from exercises.live.database_threads import in_database
from exercises.live.notify import broadcast, poll
from exercises.live.notify.layer import CHANGED
from exercises.live.socket.connection import Connection

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


OF_CHANNELS = {
    "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
    "CONFIG": {"hosts": [configured.REDIS_URL], "symmetric_encryption_keys": configured.HINT_KEYS},
}
OF_CHANNELS_IN_MEMORY = {"BACKEND": "channels.layers.InMemoryChannelLayer"}


@pytest.fixture(autouse=True)
def _no_poll(monkeypatch):
    monkeypatch.setattr(poll, "POLL_SECONDS", 60)


@pytest.fixture(autouse=True, params=["ours", "of Channels"])
def _layer(request, settings):
    """Everything here holds for another layer too: the setting alone changes it."""
    if request.param == "of Channels":
        settings.CHANNEL_LAYERS = {"default": OF_CHANNELS if configured.REDIS_URL else OF_CHANNELS_IN_MEMORY}


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
    await asyncio.gather(*(layer.group_send(group, one) for one in [*FOREIGN, dict(CHANGED), *FOREIGN]))
    assert (await socket.until("screen"))["view"]["paused"]


async def test_a_broadcast_without_a_change_sends_nothing(sockets, room, alex, blair):
    mine, _theirs = await sockets.both(alex, blair)
    for _ in range(20):
        await broadcast.announce(tuple((room.id, partner) for partner in Partner))
    assert await mine.is_silent()


@pytest.fixture
def looks(monkeypatch):
    """Those whose connections looked again."""
    seen, refresh = [], Connection.refresh

    async def refreshing(connection):
        seen.append(connection)
        return await refresh(connection)

    monkeypatch.setattr(Connection, "refresh", refreshing)
    return seen


@pytest.mark.parametrize("_layer", ["ours"], indirect=True)
async def test_who_sends_a_command_does_not_look_again_but_their_second_connection_does(
    sockets, alex, blair, looks
):
    mine, theirs = await sockets.both(alex, blair)
    others = set(poll.poller.connections)
    second = await sockets.open(alex)
    for socket in (second, mine, theirs):
        await socket.settle()
    looks.clear()
    await second.do("pause")
    for socket in (mine, theirs):
        assert (await socket.until("screen"))["view"]["paused"]
    assert await second.is_silent()
    assert len(looks) == 2
    assert set(looks) == others


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
