"""The channel layer over a real Redis. Two layers in one event loop stand for two processes."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels_redis.serializers import registry
from redis.asyncio import Redis
from redis.exceptions import RedisError

from exercises.live.notify import subscription
from exercises.live.notify.layer import CHANGED, OneSubscription
from exercises.live.notify.subscription import LONGEST_MESSAGE, TOPIC, Envelope

KEYS = ["11" * 32, "22" * 32]
A_WHILE, RECOVERED, AT_ONCE = 0.3, 6.0, 0.1
FOREIGN: list[bytes] = [
    b"",
    b"\x00",
    b"\xc1" * 99,
    os.urandom(LONGEST_MESSAGE + 1),
    json.dumps(["origin", "room"]).encode(),
    Envelope(["33" * 32]).seal(["origin", "room"]),
    Envelope(KEYS).seal(["origin", "room"])[:-1],
    *(Envelope(KEYS).seal(shape) for shape in ([], ["origin"], {"room": 1}, "room", 7, None, [["room"]])),
    Envelope(KEYS).seal(["origin", "room", {"type": "websocket.disconnect"}]),  # type: ignore[list-item]
    Envelope(KEYS).seal(["room"] * (LONGEST_MESSAGE // 4)),
    *(
        registry.get_serializer("msgpack", symmetric_encryption_keys=keys).serialize({"type": "changed"})
        for keys in (None, KEYS)
    ),
]


@dataclass
class Process:
    """A layer, and one channel of it."""

    layer: OneSubscription
    channel: str

    async def is_told(self, within: float = A_WHILE) -> bool:
        try:
            async with asyncio.timeout(within):
                return bool(await self.layer.receive(self.channel) == CHANGED)
        except TimeoutError:
            return False


@pytest.fixture
async def start(redis_url) -> AsyncIterator[Any]:
    """Start a process whose one channel is in the group "room"; wait until it hears the others."""
    redis = Redis.from_url(redis_url)
    number = 0

    async def starting(keys: list[str] = KEYS, is_heard: bool = True) -> Process:
        nonlocal number
        layer = OneSubscription(redis_url, keys)
        process = Process(layer, await layer.new_channel())
        await layer.group_add("room", process.channel)
        number += 1
        while is_heard and (await redis.pubsub_numsub(TOPIC))[0][1] < number:
            await asyncio.sleep(0.01)
        return process

    yield starting
    await redis.aclose()


@pytest.fixture
async def hostile(redis_url) -> AsyncIterator[Redis]:
    redis = Redis.from_url(redis_url)
    yield redis
    await redis.aclose()


async def test_another_process_is_told_of_several_groups_in_one_message(start, hostile):
    mine, theirs = await start(), await start()
    other = Process(theirs.layer, await theirs.layer.new_channel())
    await theirs.layer.group_add("hall", other.channel)
    async with hostile.monitor() as monitor:
        await mine.layer.send_to_groups(["room", "hall", "nobody"])
        said = await monitor.next_command()
        await hostile.ping()
        assert (await monitor.next_command())["command"] == "PING"
    assert said["command"].startswith("PUBLISH")
    assert [await each.is_told() for each in (mine, theirs, other)] == [True, True, True]


async def test_who_sends_is_not_told_of_it_and_everybody_else_is(start):
    mine, theirs = await start(), await start()
    second = Process(mine.layer, await mine.layer.new_channel())
    await mine.layer.group_add("room", second.channel)
    await mine.layer.send_to_groups(["room"], but=mine.channel)
    assert await second.is_told()
    assert await theirs.is_told()
    assert not await mine.is_told()


async def test_a_process_does_not_tell_its_own_connections_twice(start):
    mine, theirs = await start(), await start()
    await mine.layer.send_to_groups(["room"])
    assert await theirs.is_told()
    assert await mine.is_told()
    assert not await mine.is_told()


async def test_many_pending_messages_are_one(start):
    mine, theirs = await start(), await start()
    for _ in range(50):
        await mine.layer.group_send("room", dict(CHANGED))
    await asyncio.sleep(A_WHILE)
    for each in (mine, theirs):
        assert await each.is_told()
        assert not await each.is_told()


async def test_what_is_forged_garbled_too_long_or_something_else_is_dropped(start, hostile):
    mine, theirs = await start(), await start()
    for message in FOREIGN:
        await hostile.publish(TOPIC, message)
    assert not await theirs.is_told()
    await mine.layer.group_send("room", dict(CHANGED))
    assert await theirs.is_told()
    assert await mine.is_told()
    assert not await mine.is_told()


async def test_the_layer_carries_nothing_but_changed(start):
    mine, theirs = await start(), await start()
    for message in ({"type": "websocket.disconnect"}, {"type": "changed", "text": "x"}, {}):
        await mine.layer.group_send("room", message)
    assert not await mine.is_told()
    assert not await theirs.is_told()


async def test_what_goes_through_redis_cannot_be_read(start, hostile):
    mine = await start()
    async with hostile.pubsub() as listening:
        await listening.subscribe(TOPIC)
        await listening.get_message(timeout=1)
        for _ in range(2):
            await mine.layer.send_to_groups(["room"])
        first, second = [(await listening.get_message(timeout=1))["data"] for _ in range(2)]
    assert first != second
    for sealed in (first, second):
        assert not [
            said for said in (b"room", b"changed", mine.layer.subscription.origin.encode()) if said in sealed
        ]
        assert Envelope(KEYS).open(sealed) == [mine.layer.subscription.origin, "room"]


async def test_while_the_key_is_changed_processes_with_both_hear_those_with_the_old_one(start):
    new, old = await start(KEYS), await start(KEYS[1:])
    await old.layer.send_to_groups(["room"], but=old.channel)
    assert await new.is_told()
    await new.layer.send_to_groups(["room"])
    assert not await old.is_told()


async def hears_again(mine: Process, theirs: Process) -> bool:
    until = perf_counter() + RECOVERED
    while perf_counter() < until:
        try:
            async with asyncio.timeout(1):
                await mine.layer.send_to_groups(["room"], but=mine.channel)
        except (OSError, RedisError):
            await asyncio.sleep(AT_ONCE)
        if await theirs.is_told():
            return True
    return False


@pytest.mark.parametrize("how", ["killed", "frozen", "frozen for long"])
async def test_without_redis_joining_and_telling_neighbours_goes_on_and_it_recovers_by_itself(
    start, own_redis, monkeypatch, how
):
    if how == "frozen for long":
        monkeypatch.setattr(subscription, "SECONDS_OF_SILENCE", 0.1)
    mine, theirs = await start(), await start()
    own_redis.kill() if how == "killed" else own_redis.freeze()
    await asyncio.sleep(2 if how == "frozen for long" else 0)
    begun = perf_counter()
    late = await start(is_heard=False)
    neighbour = Process(mine.layer, await mine.layer.new_channel())
    await mine.layer.group_add("room", neighbour.channel)
    assert perf_counter() - begun < AT_ONCE
    sending = asyncio.create_task(mine.layer.send_to_groups(["room"], but=mine.channel))
    assert await neighbour.is_told()
    assert not await theirs.is_told()
    sending.cancel()
    begun = perf_counter()
    await mine.layer.group_discard("room", neighbour.channel)
    assert perf_counter() - begun < AT_ONCE
    own_redis.start() if how == "killed" else own_redis.thaw()
    assert await hears_again(mine, theirs)
    assert await hears_again(mine, late)
    assert await hears_again(theirs, mine)


@pytest.mark.parametrize("is_serving", [True, False])
async def test_a_thread_with_an_event_loop_of_its_own_tells_everybody(start, redis_url, is_serving):
    """As a duty of the tick, or a management command in a process without connections."""
    mine, theirs = await start(), await start()
    layer = mine.layer if is_serving else OneSubscription(redis_url, KEYS)
    await asyncio.to_thread(async_to_sync(layer.send_to_groups), ["room"])
    assert await theirs.is_told()
    assert await mine.is_told()
    assert not await mine.is_told()


async def test_a_loop_that_has_ended_is_forgotten(redis_url):
    layer = OneSubscription(redis_url, KEYS)
    await asyncio.to_thread(asyncio.run, layer.new_channel())
    channel = await layer.new_channel()
    assert list(layer.channels) == [channel]
    with pytest.raises(RuntimeError):
        await asyncio.to_thread(asyncio.run, layer.new_channel())
