"""The live connection: what comes first, what follows what, and what the partner's connection does not get."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from exercises.live.database_threads import in_database
from tests.exercises.live.rooms import LETTER
from tests.exercises.live.sockets import HTML, JSON

pytestmark = pytest.mark.django_db(transaction=True)
READY = {"together": "writing"}


@pytest.mark.parametrize("protocol", [HTML, JSON])
async def test_the_present_screen_comes_first(sockets, room, alex, protocol):
    socket = await sockets.open(alex, protocol)
    first = socket.seen[0]
    assert (first["type"], first["revision"]) == ("screen", 1)
    if protocol == JSON:
        assert first["view"] == await in_database(room.alex.look)
    else:
        assert first["parts"] == await in_database(room.alex.page)


async def test_a_page_gets_only_the_parts_that_changed(sockets, alex, blair):
    mine, theirs = await sockets.both(alex, blair, HTML)
    await theirs.do("pause", visit=1)
    pushed = await mine.until("screen")
    assert pushed["revision"] == 2
    assert set(pushed["parts"]) <= {"room", "mine"}
    assert "room" in pushed["parts"]


async def test_revisions_count_the_screens_of_this_connection(sockets, alex, blair):
    mine, theirs = await sockets.both(alex, blair)
    for name in ("pause", "resume"):
        await theirs.do(name)
        await mine.until("screen")
    later = await sockets.open(alex)
    assert [one["revision"] for one in mine.seen if one["type"] == "screen"] == [1, 2, 3]
    assert later.screen["revision"] == 1
    assert later.screen["view"] == mine.screen["view"]


async def test_accepted_names_the_screen_that_follows(sockets, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    await socket.send("ready", first="me", **READY)
    answer, screen = await socket.next(), await socket.next()
    assert (answer["type"], screen["type"]) == ("accepted", "screen")
    assert answer["revision"] == screen["revision"] == 2
    assert screen["view"]["step"]["mine"] == {"ready": True}


async def test_accepted_without_effect_names_the_screen_that_is_there(sockets, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    answer = await socket.do("leave")
    assert (answer["type"], answer["revision"]) == ("accepted", 1)
    assert await socket.is_silent()


async def test_the_partners_screen_follows_by_itself(sockets, alex, blair):
    mine, theirs = await sockets.both(alex, blair)
    await mine.do("ready", first="me", **READY)
    assert (await theirs.until("screen"))["view"]["step"]["theirs"] == {"ready": True}


async def test_private_acts_send_the_other_nothing_at_all(sockets, room, alex, blair):
    await in_database(room.write_apart)
    mine, theirs = await sockets.both(alex, blair)
    await mine.say(type="draft", visit=2, name="hand_in", fields=LETTER)
    await mine.do("hand_in", see="too little")
    await mine.do("hand_in", **LETTER)
    await mine.do("take_back")
    await mine.do("hand_in", **LETTER)
    assert await theirs.is_silent()
    await mine.do("open")
    assert (await theirs.until("screen"))["revision"] == 2


async def test_the_same_id_gets_the_same_answer_and_another_body_does_not(sockets, room, alex):
    socket = await sockets.open(alex)
    await socket.settle()
    sent = uuid4()
    for _ in range(3):
        assert (await socket.do("ready", sent, 1, first="me", **READY))["type"] == "accepted"
    refused = await socket.do("ready", sent, 1, first="you", **READY)
    assert (refused["type"], refused["code"]) == ("refused", "repeated")
    assert len(await in_database(room.sequences)) == 3


async def test_a_refusal_says_what_is_wrong_field_by_field(sockets, alex):
    socket = await sockets.open(alex)
    refused = await socket.do("ready", together="nowhere", more="x")
    assert refused["code"] == "invalid"
    assert refused["message"].endswith(".")
    assert set(refused["fields"]) == {"together", "first", "more"}
    assert all(refused["fields"].values())


async def test_what_was_typed_comes_back_after_the_connection_was_lost(sockets, room, alex):
    await in_database(room.write_apart)
    socket = await sockets.open(alex, HTML)
    await socket.say(type="draft", visit=2, name="hand_in", fields={"see": "We ate at nine"})
    assert await socket.until("saved") == {"type": "saved", "visit": 2}
    again = await sockets.open(alex, HTML)
    assert "We ate at nine" in again.screen["parts"]["mine"]


async def test_words_that_came_too_late_are_kept_and_shown(sockets, room, alex, blair):
    mine, _theirs = await sockets.both(alex, blair, HTML)
    await in_database(room.write_apart)
    await mine.settle()
    refused = await mine.do("ready", uuid4(), 1, words="What I wanted to say")
    assert refused["code"] == "moved_on"
    assert "What I wanted to say" in (await mine.until("screen"))["parts"]["mine"]


async def test_two_connections_of_one_person_are_one_person(sockets, room, alex, blair):
    first, theirs = await sockets.both(alex, blair)
    second = await sockets.open(alex)
    await first.do("ready", first="me", **READY)
    assert (await second.until("screen"))["view"] == first.screen["view"]
    await second.do("not_ready")
    assert (await first.until("screen"))["view"] == second.screen["view"]
    await first.leave()
    await second.settle()
    assert not [one for one in await theirs.settle() if one["type"] == "presence"]


async def test_here_is_said_when_both_are_and_once(sockets, alex, blair):
    mine = await sockets.open(alex)
    await mine.settle()
    theirs = await sockets.open(blair)
    await theirs.settle()
    await mine.settle()
    assert [one["partner"] for one in theirs.seen if one["type"] == "presence"] == ["here"]
    assert [one["partner"] for one in mine.seen if one["type"] == "presence"] == ["not_here", "here"]


async def test_ping_is_answered(sockets, alex):
    socket = await sockets.open(alex)
    await socket.say(type="ping")
    assert await socket.until("pong") == {"type": "pong"}


async def test_both_at_once_see_the_same_in_the_end(sockets, room, alex, blair):
    mine, theirs = await sockets.both(alex, blair)
    await asyncio.gather(*(socket.send("ready", first="either", **READY) for socket in (mine, theirs)))
    await asyncio.gather(mine.settle(), theirs.settle())
    assert mine.screen["view"] == await in_database(room.alex.look)
    assert theirs.screen["view"] == await in_database(room.blair.look)
    assert mine.screen["view"]["visit"] == 2
