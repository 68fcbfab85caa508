"""The channel layer over a real Redis. Two layers in one event loop stand for two processes."""

from __future__ import annotations

import asyncio
from time import perf_counter

import pytest
from asgiref.sync import async_to_sync
from redis.exceptions import RedisError

from couples import metrics
from exercises.live.notify import subscription
from exercises.live.notify.layer import CHANGED, OneSubscription
from tests.faults.layers import A_WHILE, KEYS, PATIENCE, Process, hostile, start

__all__ = ["hostile", "start"]
RECOVERED, AT_ONCE = 12.0, 0.1
LOCALLY = subscription.SECONDS_TO_SUBSCRIBE / 2
"""Seconds that nobody takes who waits for Redis; on a loaded machine others take some too."""


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


async def test_what_waits_for_redis_goes_in_one_message(start, hostile):
    mine, theirs = await start(), await start()
    async with hostile.monitor() as monitor:
        await asyncio.gather(
            *(mine.layer.send_to_groups([name, "shared"]) for name in ("room", "hall", "nobody"))
        )
        assert (await monitor.next_command())["command"].startswith("PUBLISH")
        await hostile.ping()
        assert (await monitor.next_command())["command"] == "PING"
    assert await theirs.is_told()


async def test_what_redis_did_not_take_is_an_error_for_everybody_who_waited(start, own_redis, monkeypatch):
    monkeypatch.setattr(subscription, "SECONDS_TO_PUBLISH", AT_ONCE)
    mine, theirs = await start(), await start()
    own_redis.freeze()
    first = asyncio.create_task(mine.layer.send_to_groups(["room"]))
    await asyncio.sleep(AT_ONCE / 4)
    later = [mine.layer.send_to_groups([name]) for name in ("room", "hall")]
    found = await asyncio.gather(first, *later, return_exceptions=True)
    assert [isinstance(one, (RedisError, OSError, TimeoutError)) for one in found] == [True] * 3
    own_redis.thaw()
    assert await hears_again(mine, theirs)


async def test_who_sends_is_not_told_of_it_and_everybody_else_is(start):
    mine, theirs = await start(), await start()
    second = Process(mine.layer, await mine.layer.new_channel())
    await mine.layer.group_add("room", second.channel)
    await mine.layer.send_to_groups(["room"], but=mine.channel)
    assert await second.is_told()
    assert await theirs.is_told()
    assert not await mine.is_told(A_WHILE)


async def test_a_process_does_not_tell_its_own_connections_twice(start):
    mine, theirs = await start(), await start()
    await mine.layer.send_to_groups(["room"])
    assert await theirs.is_told()
    assert await mine.is_told()
    assert not await mine.is_told(A_WHILE)


async def test_many_pending_messages_are_one(start):
    mine, theirs = await start(), await start()
    for _ in range(50):
        await mine.layer.group_send("room", dict(CHANGED))
    await asyncio.sleep(A_WHILE)
    for each in (mine, theirs):
        assert await each.is_told()
        assert not await each.is_told(A_WHILE)


async def hears_again(mine: Process, theirs: Process) -> bool:
    until = perf_counter() + RECOVERED
    while perf_counter() < until:
        try:
            async with asyncio.timeout(1):
                await mine.layer.send_to_groups(["room"], but=mine.channel)
        except (OSError, RedisError):
            await asyncio.sleep(AT_ONCE)
        if await theirs.is_told(A_WHILE):
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
    assert perf_counter() - begun < LOCALLY
    sending = asyncio.create_task(mine.layer.send_to_groups(["room"], but=mine.channel))
    assert await neighbour.is_told()
    assert not await theirs.is_told(A_WHILE)
    sending.cancel()
    begun = perf_counter()
    await mine.layer.group_discard("room", neighbour.channel)
    assert perf_counter() - begun < LOCALLY
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
    assert not await mine.is_told(A_WHILE)


async def test_without_redis_such_a_thread_tells_the_connections_of_its_process():
    layer = OneSubscription()
    mine = Process(layer, await layer.new_channel())
    await layer.group_add("room", mine.channel)
    await asyncio.to_thread(async_to_sync(layer.send_to_groups), ["room"])
    assert await mine.is_told()


async def test_a_connection_that_does_not_answer_is_made_again(start, own_redis, monkeypatch, caplog):
    monkeypatch.setattr(subscription, "SECONDS_OF_SILENCE", A_WHILE)
    caplog.set_level("WARNING", subscription.log.name)
    await start()
    await asyncio.sleep(A_WHILE * 3)
    assert not caplog.messages
    own_redis.freeze()
    async with asyncio.timeout(PATIENCE):
        while "broadcasts_not_received" not in caplog.messages:
            await asyncio.sleep(AT_ONCE)


async def test_redis_away_is_a_metric_at_once_and_a_line_more_and_more_rarely(
    start, own_redis, monkeypatch, caplog
):
    monkeypatch.setattr(subscription, "SECONDS_BETWEEN_TRIES", 0.05)
    caplog.set_level("WARNING", subscription.log.name)
    await start()
    async with asyncio.timeout(PATIENCE):
        while metrics.REGISTRY.get_sample_value("counterpoint_layer_up") != 1:
            await asyncio.sleep(AT_ONCE)
    own_redis.kill()
    await asyncio.sleep(2.5)
    assert metrics.REGISTRY.get_sample_value("counterpoint_layer_up") == 0
    assert caplog.messages == ["broadcasts_not_received"] * 2
    own_redis.start()
    async with asyncio.timeout(PATIENCE):
        while metrics.REGISTRY.get_sample_value("counterpoint_layer_up") == 0:
            await asyncio.sleep(AT_ONCE)


async def test_a_loop_that_has_ended_is_forgotten(redis_url):
    layer = OneSubscription(redis_url, KEYS)
    await asyncio.to_thread(asyncio.run, layer.new_channel())
    channel = await layer.new_channel()
    assert list(layer.channels) == [channel]
    with pytest.raises(RuntimeError):
        await asyncio.to_thread(asyncio.run, layer.new_channel())
