"""What goes through Redis cannot be read, and what somebody else puts there says nothing."""

from __future__ import annotations

import json
import os

from channels_redis.serializers import registry

from exercises.live.notify.layer import CHANGED
from exercises.live.notify.subscription import LONGEST_MESSAGE, TOPIC, Envelope
from tests.faults.layers import A_WHILE, KEYS, PATIENCE, hostile, start

__all__ = ["hostile", "start"]
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


async def test_what_is_forged_garbled_too_long_or_something_else_is_dropped(start, hostile):
    mine, theirs = await start(), await start()
    for message in FOREIGN:
        await hostile.publish(TOPIC, message)
    assert not await theirs.is_told(A_WHILE)
    await mine.layer.group_send("room", dict(CHANGED))
    assert await theirs.is_told()
    assert await mine.is_told()
    assert not await mine.is_told(A_WHILE)


async def test_the_layer_carries_nothing_but_changed(start):
    mine, theirs = await start(), await start()
    for message in ({"type": "websocket.disconnect"}, {"type": "changed", "text": "x"}, {}):
        await mine.layer.group_send("room", message)
    assert not await mine.is_told(A_WHILE)
    assert not await theirs.is_told(A_WHILE)


async def test_what_goes_through_redis_cannot_be_read(start, hostile):
    mine = await start()
    async with hostile.pubsub() as listening:
        await listening.subscribe(TOPIC)
        await listening.get_message(timeout=PATIENCE)
        for _ in range(2):
            await mine.layer.send_to_groups(["room"])
        first, second = [(await listening.get_message(timeout=PATIENCE))["data"] for _ in range(2)]
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
    assert not await old.is_told(A_WHILE)
