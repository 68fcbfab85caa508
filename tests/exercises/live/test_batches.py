"""What waits for a batch: who shares one, who is next, and what happens to the others when it fails."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import OperationalError, connections

from exercises.core.pair import Partner
from exercises.core.text import Refused
from exercises.live import access, batch, batches
from exercises.live.access import AccessDenied
from exercises.live.batch import Look, Request, Result, Submission
from exercises.live.database_threads import in_database, on_arrival
from exercises.live.decision import Command, decide
from exercises.live.models import RecordedEvent
from exercises.live.store import signing, streams
from tests.exercises.live.connected import submission
from tests.exercises.live.rooms import NEED, Room, opened_by_others

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sizes(monkeypatch) -> list[int]:
    """How many requests each batch had."""
    found: list[int] = []
    honest = batch.run

    def run(requests):
        found.append(len(requests))
        return honest(requests)

    monkeypatch.setattr(batch, "run", run)
    return found


def several_rooms(number: int) -> list[Room]:
    return [opened_by_others(index, NEED).write_apart() for index in range(number)]


def of_alex(room: Room, name: str = "pause") -> Submission:
    return submission(room, room.alex, Command(uuid4(), name, 2))


async def all_at_once(*requests: Request):
    return await asyncio.gather(*map(batches.carry_out, requests), return_exceptions=True)


async def test_who_comes_while_a_batch_is_under_way_shares_the_next(sizes):
    rooms = await in_database(several_rooms, 5)
    results = await all_at_once(*(of_alex(room) for room in rooms))
    assert all(isinstance(one, Result) and one.changed for one in results)
    assert sizes == [5]
    first = asyncio.ensure_future(batches.carry_out(Look(rooms[0].id, rooms[0].alex.caller)))
    while len(sizes) < 2:
        await asyncio.sleep(0)
    await asyncio.gather(first, all_at_once(*(Look(room.id, room.blair.caller) for room in rooms)))
    assert sizes == [5, 1, 5]


async def test_two_commands_to_one_session_never_share_a_batch(sizes):
    [room] = await in_database(several_rooms, 1)
    results = await all_at_once(of_alex(room), of_alex(room, "resume"))
    assert all(isinstance(one, Result) for one in results)
    assert sizes == [1, 1]
    assert (await in_database(room.sequences))[-2:] == [5, 6]


async def test_nobodys_command_waits_for_one_of_their_partner(monkeypatch):
    """They could tell by the time that something private was done."""
    [room] = await in_database(several_rooms, 1)
    honest, go_on = batch.run, threading.Event()

    def slow_for_alex(requests):
        if any(request.caller == room.alex.caller for request in requests):
            go_on.wait(10)
        return honest(requests)

    monkeypatch.setattr(batch, "run", slow_for_alex)
    alex = asyncio.ensure_future(batches.carry_out(of_alex(room)))
    await asyncio.sleep(0.05)
    theirs = submission(room, room.blair, Command(uuid4(), "pause", 2))
    async with asyncio.timeout(5):
        assert isinstance(await batches.carry_out(theirs), Result)
        assert isinstance(await batches.carry_out(Look(room.id, room.blair.caller)), Result)
    assert not alex.done()
    go_on.set()
    await alex


async def test_nobody_waits_behind_more_than_most(sizes, monkeypatch):
    monkeypatch.setattr(batches, "MOST", 2)
    rooms = await in_database(several_rooms, 3)
    await all_at_once(*(Look(room.id, room.alex.caller) for room in rooms))
    assert sizes == [2, 1]


async def test_who_is_slow_stays_apart_though_others_were_late_too(monkeypatch):
    sizes, slow = [], {"s", "b"}

    def run(requests):
        sizes.append(len(requests))
        time.sleep(2 * batches.LATE if slow & {request.stream for request in requests} else 0)
        return [None] * len(requests)

    monkeypatch.setattr(batch, "run", run)
    lane = batches.Lane()
    for together in ("sa", "bc", "sd"):
        await asyncio.gather(*(lane.ask(Look(stream, None)) for stream in together))
    assert sizes == [2, 2, 1, 1]


def spoil(room: Room) -> None:
    """What is stored of this session can no longer be read, although it holds."""
    record = RecordedEvent.objects.filter(stream=room.id).latest("sequence")
    record.events = [{"name": "handed_in", "data": {"by": "a"}, "sealed": "AAAA"}]
    record.save()
    signing.sign_anew(room.id)
    streams.memory.clear()


async def test_nobody_waits_for_who_is_known_to_be_slow(monkeypatch):
    slow, other = await in_database(several_rooms, 2)
    is_held, go_on = threading.Event(), threading.Event()
    honest = batch.run

    def run(requests):
        if slow.id in {request.stream for request in requests}:
            is_held.set()
            go_on.wait(10)
        return honest(requests)

    monkeypatch.setattr(batch, "run", run)
    monkeypatch.setattr(batches, "LATE", 5.0)
    lane = batches._lanes.setdefault(asyncio.get_running_loop(), {}).setdefault(Partner.A, batches.Lane())
    lane._apart = {slow.id}
    held = asyncio.ensure_future(batches.carry_out(of_alex(slow)))
    await asyncio.to_thread(is_held.wait, 10)
    async with asyncio.timeout(2.5):
        assert (await batches.carry_out(of_alex(other))).changed
    go_on.set()
    assert (await held).changed
    assert lane._apart == set()


async def test_who_comes_leaves_threads_to_who_is_there(settings):
    go_on = threading.Event()
    arriving = [asyncio.ensure_future(on_arrival(go_on.wait, 10)) for _ in range(3 * settings.DB_THREADS)]
    await asyncio.sleep(0.1)
    async with asyncio.timeout(5):
        assert await in_database(lambda: "there")
    go_on.set()
    assert all(await asyncio.gather(*arriving))


async def test_one_that_cannot_be_read_fails_alone():
    rooms = await in_database(several_rooms, 3)
    await in_database(spoil, rooms[1])
    results = await all_at_once(*(Look(room.id, room.alex.caller) for room in rooms))
    assert [isinstance(one, Result) for one in results] == [True, False, True]
    assert not isinstance(results[1], AccessDenied | Refused)
    results = await all_at_once(*(of_alex(room) for room in rooms))
    assert [isinstance(one, Result) for one in results] == [True, False, True]


async def test_refused_and_denied_are_told_alone():
    rooms = await in_database(several_rooms, 3)
    nonsense = of_alex(rooms[1], "fly")
    stranger = replace(of_alex(rooms[2]), caller=rooms[0].alex.caller)
    done, refused, denied = await all_at_once(of_alex(rooms[0]), nonsense, stranger)
    assert isinstance(done, Result)
    assert isinstance(refused, Refused)
    assert isinstance(denied, AccessDenied)


async def test_a_commit_whose_answer_is_lost_counts_once(monkeypatch):
    """It happened, nobody was told; the id answers for it."""
    rooms = await in_database(several_rooms, 2)
    before = [await in_database(room.sequences) for room in rooms]
    honest = batch.run

    def lost(requests):
        honest(requests)
        raise OperationalError("the connection broke after COMMIT")

    monkeypatch.setattr(batch, "run", lost)
    results = await all_at_once(*(of_alex(room) for room in rooms))
    assert all(isinstance(one, Result) and one.inputs and one.inputs.view.paused for one in results)
    for room, known in zip(rooms, before, strict=True):
        assert await in_database(room.sequences) == [*known, known[-1] + 1]


async def test_a_batch_that_comes_to_nothing_is_carried_out_one_by_one(monkeypatch):
    rooms = await in_database(several_rooms, 2)

    def broken(requests):
        raise OperationalError("no connection")

    monkeypatch.setattr(batch, "run", broken)
    results = await all_at_once(*(of_alex(room) for room in rooms))
    assert all(isinstance(one, Result) for one in results)


async def test_who_was_overtaken_decides_again_and_nobody_else_is_held_up(monkeypatch):
    """After a batch has read, and before it writes, another command to the same session is written."""
    first, second = await in_database(several_rooms, 2)
    honest = batch._written

    def written(decisions):
        monkeypatch.setattr(batch, "_written", honest)
        mine = next(one for one in decisions if one.granted.stream == first.id)
        theirs = replace(mine.granted, partner=mine.granted.partner.other)
        honest([decide(theirs, mine.before, Command(uuid4(), "pause", 2))])
        return honest(decisions)

    monkeypatch.setattr(batch, "_written", written)
    results = await all_at_once(of_alex(first), of_alex(second))
    assert isinstance(results[1], Result)
    assert isinstance(results[0], Result)
    assert len(await in_database(first.sequences)) == len(await in_database(second.sequences)) + 1


def test_batches_that_race_leave_one_order_without_a_gap():
    """As on several processes: each has one command of each session in its batch, and all begin at once."""
    rooms, names = several_rooms(3), ("pause", "resume", "pause", "resume")
    heads = [room.sequences()[-1] for room in rooms]
    together = threading.Barrier(len(names))

    def race(name: str) -> list[bool]:
        asked = [of_alex(room, name) for room in rooms]
        together.wait()
        answers = batch.run(asked)
        for request, answer in zip(asked, answers, strict=True):
            if isinstance(answer, batch.Alone):
                with suppress(Refused):
                    batch.alone(request)
        connections.close_all()
        return [isinstance(answer, Result) for answer in answers]

    with ThreadPoolExecutor(len(names)) as threads:
        list(threads.map(race, names))
    for room, head in zip(rooms, heads, strict=True):
        written = [row for row in room.records if row.sequence > head]
        assert [row.sequence for row in written] == list(range(head + 1, head + 1 + len(written)))
        assert 1 <= len({row.command_id for row in written}) == len(written) <= len(names)
        assert streams.rebuilt(access.of_partner(room.id, room.alex.caller)) is not None
