"""Hostile input: mutations of good frames, and things that were never frames."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import uuid4

DEEP = "[" * 20_000 + "]" * 20_000
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**31, 2**63, 10**30, 1.5, float("nan"), float("inf"),
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "🙂" * 200, "\u202e",
    "x" * 9000, "٣", "__class__", "{partner}", "%s",
    "<script>", "'; --", [], {}, [[]],
    ["a", "a"], [None], [{}], {"a": {"b": []}}, ["\ud800"], {"\ud800": "\ud800"}, {"\x00": "\x00"}, "2030-02-30",
)  # fmt: skip
TEXTS = (
    "", " ", "null", "[]", "{}", "7", '"x"', "{", '{"type"', "\x00", "\ufeff{}", DEEP,
    '{"a":' * 3000 + "1" + "}" * 3000,
    '{{"type":"command","id":"{}","visit":1,"name":"pause","fields":{}}}'.format(uuid4(), "[" * 900 + "]" * 900),
    '{{"type":"command","id":"{}","visit":{},"name":"pause"}}'.format(uuid4(), "9" * 5000),
    f'{{"type":"command","id":"{uuid4()}","visit":true,"name":"pause"}}',
    '{"type":"draft","visit":true,"name":"hand_in","fields":{"see":"words"}}',
    '{"type":"ping","type":"command"}', '{"type":"websocket.disconnect"}', '{"type":"changed"}',
)  # fmt: skip
BYTES = (b"\x00", b"\xff\xfe", b"{}", b'{"type":"ping"}', b"\x80" * 70_000)


def nested(depth: int) -> str:
    fields = '{"a":' * depth + "1" + "}" * depth
    return f'{{"type":"command","id":"{uuid4()}","visit":1,"name":"pause","fields":{fields}}}'


def frames(good: list[dict[str, Any]], rng: Random, many: int) -> Iterator[str]:
    """Good frames with one to three things wrong somewhere in them."""
    for _ in range(many):
        frame = json.loads(json.dumps(rng.choice(good)))
        if "id" in frame:
            frame["id"] = str(uuid4())
        for _ in range(rng.randint(1, 3)):
            frame = mutated(frame, rng)
        yield cut(json.dumps(frame), rng)


def mutated(value: Any, rng: Random) -> Any:
    """The same with something else, something more or something less in one place, at any depth."""
    if not isinstance(value, dict | list) or not value or rng.random() < 0.15:
        return rng.choice(ODD)
    if isinstance(value, list):
        at = rng.randrange(len(value))
        return [*value[:at], mutated(value[at], rng), *value[at + 1 :]]
    name = rng.choice(list(value))
    match rng.randrange(5):
        case 0:
            return {key: one for key, one in value.items() if key != name}
        case 1:
            return {**value, str(rng.choice(ODD)): rng.choice(ODD)}
        case 2:
            return {**value, name: rng.choice(ODD)}
    return {**value, name: mutated(value[name], rng)}


def cut(text: str, rng: Random) -> str:
    """Mostly the whole text; sometimes it breaks off, or has a character too much."""
    at = rng.randrange(len(text))
    match rng.randrange(20):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + rng.choice('{}[]",:\x00\\u') + text[at:]
    return text
