"""Whatever is sent: it is refused with a sentence, or the socket closes. Nothing breaks, nobody else notices."""

from __future__ import annotations

import json
from contextlib import suppress
from random import Random
from uuid import uuid4

import pytest
from django.db import connection

from couples.ratelimits import token_bucket
from couples.ratelimits.token_bucket import TokenBucket
from couples.security_log import Kind
from exercises.core.text import Refused
from exercises.live.database_threads import in_database
from exercises.live.decision import Command
from exercises.live.socket import protocol
from exercises.live.store.typed import MAX_DRAFT_BYTES
from tests.exercises.live import hostile
from tests.exercises.live.rooms import LETTER

pytestmark = pytest.mark.django_db(transaction=True)
CODES = {"invalid", "moved_on", "repeated", "not_your_turn", "paused", "over", "too_fast"}
GOOD = [
    {"type": "command", "id": "", "visit": 2, "name": "hand_in", "fields": LETTER},
    {"type": "command", "id": "", "visit": 2, "name": "pause", "fields": {}},
    {"type": "command", "id": "", "visit": 2, "name": "resume"},
    {"type": "draft", "visit": 2, "name": "hand_in", "fields": LETTER},
    {"type": "ping"},
]


@pytest.fixture
def _no_hurry(monkeypatch):
    """As if a second passed between any two frames."""
    monkeypatch.setattr(TokenBucket, "take", lambda self: True)


def is_proper(frame) -> bool:
    if frame["type"] != "refused":
        return frame["type"] in {"accepted", "screen", "saved", "presence", "pong"}
    sentences = [frame["message"], *frame["fields"].values()]
    return frame["code"] in CODES and all(sentences) and isinstance(frame["id"], str)


@pytest.mark.usefixtures("_no_hurry")
async def test_two_thousand_mutated_frames_break_nothing(sockets, room, alex, blair):
    await in_database(room.write_apart)
    mine, theirs = await sockets.both(alex, blair)
    for text in hostile.frames(GOOD, Random(7), 2000):
        await mine.throw(text=text)
        if mine.socket.output_queue.qsize() > 50:
            assert is_proper(await mine.next())
    await mine.say(type="ping")
    while (frame := await mine.next())["type"] != "pong" or not mine.socket.input_queue.empty():
        assert is_proper(frame)
    assert (await mine.do("pause"))["type"] == "accepted"
    assert (await theirs.until("screen"))["view"]["paused"] is not None


@pytest.mark.usefixtures("_no_hurry")
async def test_what_is_no_frame_is_refused_and_bytes_are_too(sockets, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    for text in hostile.TEXTS:
        await socket.throw(text=text)
        assert (await socket.next()).get("code") in CODES, text[:90]
    for sent in hostile.BYTES:
        await socket.throw(bytes=sent)
        assert (await socket.next())["code"] == "invalid", sent[:9]
    assert (await socket.do("pause"))["type"] == "accepted"


@pytest.mark.usefixtures("_no_hurry")
async def test_no_depth_of_nesting_breaks_a_connection(sockets, alex):
    """A frame that can just be read must not fail later, where the stack is deeper."""
    socket = await sockets.open(alex)
    await socket.settle()
    for depth in [*range(0, 900, 150), *range(900, 1000, 4)]:
        await socket.throw(text=hostile.nested(depth))
        assert is_proper(await socket.next()), depth
    assert (await socket.do("leave"))["type"] == "accepted"


async def test_a_command_without_a_proper_id_is_refused(sockets, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    odd: tuple[object, ...] = ("\ud800", "x" * 200, 7, None, [], "not a uuid", "")
    for id in odd:
        await socket.say(type="command", id=id, visit=1, name="pause", fields={})
        refused = await socket.next()
        assert (refused["type"], refused["code"]) == ("refused", "invalid")


async def test_an_id_is_answered_as_it_was_written(sockets, alex):
    """Some libraries write UUIDs with capital letters, and look for the same letters in the answer."""
    socket = await sockets.open(alex)
    await socket.settle()
    written = str(uuid4()).upper()
    await socket.say(type="command", id=written, visit=1, name="pause", fields={})
    assert (await socket.next())["id"] == written


async def test_a_draft_for_a_visit_that_never_was_is_not_kept(sockets, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    await socket.say(type="draft", id="mine", visit=99, name="hand_in", fields=LETTER)
    refused = await socket.next()
    assert (refused["type"], refused["id"], refused["code"]) == ("refused", "mine", "invalid")
    assert "not open now" in refused["message"]


async def test_a_draft_that_is_too_long_is_refused_at_its_longest_field(sockets, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    fields = LETTER | {"see": "ä" * (MAX_DRAFT_BYTES // 2)}
    await socket.say(type="draft", id="mine", visit=1, name="hand_in", fields=fields)
    refused = await socket.next()
    assert (refused["id"], refused["code"], list(refused["fields"])) == ("mine", "invalid", ["see"])
    assert "too long" in refused["fields"]["see"]

    await socket.say(type="draft", visit=1, name="hand_in", fields=LETTER)
    assert await socket.next() == {"type": "saved", "visit": 1}


async def test_a_draft_that_the_database_does_not_take_is_to_be_sent_again(sockets, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    draft = {"type": "draft", "id": "mine", "visit": 1, "name": "hand_in", "fields": LETTER}
    await in_database(_rename, "exercises_draft", "away")
    try:
        await socket.say(**draft)
        assert (await socket.next())["code"] == "try_again"
    finally:
        await in_database(_rename, "away", "exercises_draft")
    await socket.say(**draft)
    assert (await socket.next())["type"] == "saved"


def _rename(table: str, other: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {other}")


async def test_who_is_too_fast_is_told_so_and_then_closed_and_the_partner_goes_on(
    sockets, alex, blair, caplog
):
    fast, calm = await sockets.both(alex, blair)
    for _ in range(protocol.BURST):
        await fast.say(type="ping")
    for _ in range(protocol.BURST):
        await fast.say(type="ping")
    refused = await fast.until("refused")
    assert (refused["code"], refused["message"][-1]) == ("too_fast", ".")
    for _ in range(3 * protocol.BURST):
        await fast.say(type="ping")
    assert await fast.closed() == 4429
    assert Kind.LIMIT_FOR_FRAMES in [line.getMessage() for line in caplog.records if line.name == "security"]
    assert (await calm.do("pause"))["type"] == "accepted"


def test_a_burst_of_sixty_and_twenty_a_second_is_not_too_fast(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(token_bucket, "monotonic", lambda: now[0])
    bucket = TokenBucket(burst=protocol.BURST, per_second=protocol.PER_SECOND, at=now[0])
    assert all(bucket.take() for _ in range(protocol.BURST))
    assert not bucket.take()
    now[0] += 2
    assert sum(bucket.take() for _ in range(60)) == 2 * protocol.PER_SECOND - 1
    assert not bucket.is_flooded


@pytest.mark.parametrize("name", ["pause", "hand_in", "enter", "__init__", "", "\x00"])
def test_a_visit_of_any_size_is_refused_or_means_nothing(writing, name):
    for visit in (-1, 0, 2**31, 2**63, 10**30):
        with suppress(Refused):
            writing.alex.send(Command(uuid4(), name, visit, {}))
    assert json.dumps(writing.alex.look())
