"""With the poll, lost broadcasts cost only time. No single connection can stop it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from couples.accounts.models import SignIn
from couples.keys import data_keys
from couples.pairing.models import Membership
from exercises.core.pair import Partner
from exercises.live.database_threads import in_database
from exercises.live.models import Lease
from exercises.live.notify import broadcast, poll
from exercises.live.store import presence, streams

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick_poll(monkeypatch):
    monkeypatch.setattr(poll, "POLL_SECONDS", 0.2)


@pytest.fixture
def _no_broadcasts(monkeypatch):
    """Lose every broadcast."""

    async def lost(*_anything, **_more):
        return True

    monkeypatch.setattr(broadcast, "announce", lost)
    monkeypatch.setattr(broadcast, "announce_soon", lambda *_anything, **_more: None)


@pytest.mark.usefixtures("_no_broadcasts")
async def test_without_any_broadcast_the_partners_screen_comes_with_the_poll(sockets, alex, blair):
    mine, theirs = await sockets.both(alex, blair)
    await mine.do("pause")
    assert (await theirs.until("screen"))["view"]["paused"]


@pytest.mark.usefixtures("_no_broadcasts")
async def test_who_falls_silent_is_not_here_after_a_while(sockets, alex, blair):
    mine, theirs = await sockets.both(alex, blair)
    while mine.presence != "here":
        await mine.until("presence")
    await theirs.leave()
    await asyncio.sleep(1)  # a poll that started before is over
    await in_database(lambda: Lease.objects.filter(person=blair).update(until=timezone.now()))
    assert (await mine.until("presence"))["partner"] == "not_here"


async def test_who_stays_is_here_for_as_long_as_the_connection_is_open(sockets, alex, blair):
    mine, _theirs = await sockets.both(alex, blair)
    soon = timezone.now() + timedelta(seconds=1)
    await in_database(lambda: Lease.objects.update(until=soon))
    await asyncio.sleep(1.3)
    assert await in_database(lambda: Lease.objects.filter(until__gt=timezone.now()).count()) == 2
    assert mine.presence == "here"


async def test_a_connection_that_breaks_stops_no_poll_of_others(sockets, room, alex, blair, monkeypatch):
    broken, mine = await sockets.both(alex, blair)
    for connection in poll.poller.connections:
        if connection.person == alex.pk:
            monkeypatch.setattr(connection, "send", gone)
    await in_database(room.alex.do, "pause")
    assert (await mine.until("screen"))["view"]["paused"]
    await in_database(room.alex.do, "resume")
    assert not (await mine.until("screen"))["view"]["paused"]
    assert await broken.is_silent()


async def gone(*_anything, **_more):
    raise ConnectionResetError


async def test_a_connection_that_reads_slowly_delays_no_poll_of_others(
    sockets, room, alex, blair, monkeypatch
):
    _slow, mine = await sockets.both(alex, blair)
    for connection in poll.poller.connections:
        if connection.person == alex.pk:
            monkeypatch.setattr(connection, "send", lambda *_anything: asyncio.sleep(60))
    await in_database(room.blair.do, "pause")
    async with asyncio.timeout(3):
        await mine.until("screen")
        await in_database(room.blair.do, "resume")
        await mine.until("screen")


async def test_a_connection_that_the_server_lost_is_not_kept_here(sockets, alex, monkeypatch):
    """After a socket breaks, the lease of its person is not renewed."""
    socket = await sockets.open(alex)
    socket.socket.future.cancel()
    await asyncio.sleep(0.1)
    assert not poll.poller.connections


async def test_a_database_that_is_away_for_a_while_closes_no_socket(sockets, room, alex, monkeypatch):
    socket = await sockets.open(alex)
    await socket.settle()
    away = iter([True] * 3)

    def sometimes(*given):
        if next(away, False):
            raise OperationalError
        return read(*given)

    read = poll.read_fingerprints
    monkeypatch.setattr(poll, "read_fingerprints", sometimes)
    await in_database(room.blair.do, "pause")
    assert (await socket.until("screen"))["view"]["paused"]


async def test_who_came_while_the_database_was_away_is_here_when_it_is_back(
    sockets, room, blair, monkeypatch
):
    arrive, away = presence.arrive, iter([True])

    def sometimes(granted, *given):
        if next(away, False):
            raise OperationalError
        return arrive(granted, *given)

    monkeypatch.setattr(presence, "arrive", sometimes)
    socket = await sockets.open(blair)
    async with asyncio.timeout(10):
        while not await in_database(lambda: Lease.objects.filter(person=blair).count()):
            await asyncio.sleep(0.1)
    assert await socket.settle() is not None


async def test_what_an_open_connection_needs_is_remembered_until_it_ends(sockets, room, alex, monkeypatch):
    monkeypatch.setattr(streams.memory, "_most", 0)
    socket = await sockets.open(alex)
    await socket.settle()
    assert streams.memory.get(room.id)
    assert poll.poller.count((room.id, Partner.A), alex.pk) == 1
    second = await sockets.open(alex)
    assert poll.poller.count((room.id, Partner.A), alex.pk) == 2
    await second.leave()
    assert streams.memory.get(room.id)
    await socket.leave()
    await asyncio.sleep(0.1)
    assert poll.poller.count((room.id, Partner.A), alex.pk) == 0
    assert streams.memory.get(room.id) is None


def switched_off(room, alex, blair):
    alex.is_active = False
    alex.save()


def given_a_new_password(room, alex, blair):
    alex.set_password("another one entirely")
    alex.save()


def signed_out(room, alex, blair):
    SignIn.objects.all().delete()


def signed_in_too_long_ago(room, alex, blair):
    SignIn.objects.update(expire_date=timezone.now())


def left(room, alex, blair):
    """As if nobody had been told."""
    Membership.objects.filter(user=alex).update(left_at=timezone.now())


ENDINGS = [
    (switched_off, 4401),
    (given_a_new_password, 4401),
    (signed_out, 4401),
    (signed_in_too_long_ago, 4401),
    (left, 4403),
]


@pytest.mark.usefixtures("_no_broadcasts")
@pytest.mark.parametrize(("ending", "code"), ENDINGS)
async def test_whose_access_ended_is_found_by_the_poll_alone(sockets, room, alex, blair, ending, code):
    socket = await sockets.open(alex)
    await socket.settle()
    await asyncio.sleep(1)  # the first poll has given it a fingerprint
    await in_database(ending, room, alex, blair)
    assert await socket.closed() == code


@pytest.mark.usefixtures("_no_broadcasts")
@pytest.mark.parametrize("change", ["a key destroyed", "somebody came", "an observer came"])
async def test_what_else_a_screen_depends_on_changes_its_fingerprint(room, alex, blair, casey, change):
    viewpoint = (room.id, Partner.A)
    watched = [(viewpoint, alex.pk, "")]
    before = (await in_database(poll.read_fingerprints, watched)).viewpoints

    def happen():
        soon = timezone.now() + timedelta(seconds=60)
        match change:
            case "a key destroyed":
                data_keys.destroy(blair.pk)
            case "somebody came":
                Lease.objects.create(stream_id=room.id, person=blair, until=soon)
            case "an observer came":
                Lease.objects.create(stream_id=room.id, person=casey, until=soon)

    await in_database(happen)
    assert (await in_database(poll.read_fingerprints, watched)).viewpoints != before


async def test_a_poll_without_news_bothers_no_connection(sockets, alex, blair, monkeypatch):
    await sockets.both(alex, blair)
    await asyncio.sleep(1)
    told: list[object] = []
    for connection in poll.poller.connections:
        monkeypatch.setattr(connection, "poll", told.append)
    await asyncio.sleep(1)
    assert told == []
