"""A counselor's socket: notified of steps only, and closed within two seconds of losing access, without the poll."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from couples import hooks
from couples.accounts.models import User
from couples.counseling import consent, links, removal, scopes
from couples.counseling.models import AccessRecord
from exercises.live.database_threads import in_database
from exercises.live.notify import poll
from tests.couples.counseling.consents import both_allow
from tests.exercises.live.rooms import LETTER
from tests.exercises.live.sockets import HTML, JSON, Socket, cookie_of
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 2.0


@pytest.fixture(autouse=True)
def _no_poll(monkeypatch):
    """Switch the poll off, so that nothing here depends on it."""
    monkeypatch.setattr(poll, "POLL_SECONDS", 600)


@pytest.fixture
def let_in(linked, room):
    both_allow(linked, scopes.LIVE)
    return linked


def member(couple, voice):
    return couple.memberships.get(voice=voice).user


@pytest.mark.parametrize("protocol", [JSON, HTML])
async def test_her_act_is_on_both_screens_at_once_and_acknowledged(
    sockets, let_in, casey, alex, blair, protocol
):
    hers = await sockets.open(casey)
    pair = await sockets.both(alex, blair, protocol)
    for socket in pair:
        await socket.settle()
    assert (await hers.do("ask_to_wait"))["type"] == "accepted"
    assert hers.screen["view"]["counselor"]["waits"] == "you"
    for socket in pair:
        assert "Casey" in str(await socket.until("screen"))
        assert "wait" in str(socket.seen[-1])


async def test_a_withdrawal_takes_what_she_asks_off_both_screens(sockets, let_in, casey, alex, blair):
    hers = await sockets.open(casey)
    mine, theirs = await sockets.both(alex, blair)
    await hers.do("ask_to_wait")
    for socket in (mine, theirs):
        await socket.settle()
        assert socket.screen["view"]["counselor"]["waits"] == "Casey"
    await sync_to_async(withdraw)(let_in, casey)
    assert await closes_at_once(hers) == 4404
    for socket in (mine, theirs):
        await socket.settle()
        assert socket.screen["view"]["counselor"]["waits"] is None


async def closes_at_once(socket: Socket) -> int:
    began = monotonic()
    code = await socket.closed()
    assert monotonic() - began < AT_ONCE
    return code


async def test_she_is_told_of_a_step_and_of_nothing_else(sockets, let_in, room, casey, alex, blair):
    await in_database(room.write_apart)
    hers = await sockets.open(casey)
    mine, theirs = await sockets.both(alex, blair)
    await hers.settle()
    seen = len(hers.seen)
    assert (await mine.do("hand_in", **LETTER))["type"] == "accepted"
    await hers.settle()
    assert len(hers.seen) == seen
    await mine.do("open")
    assert "opened" not in (await hers.until("screen"))["view"]
    assert not any(frame["type"] == "presence" for frame in hers.seen)
    assert LETTER["see"] not in str(hers.seen)
    await theirs.settle()
    assert LETTER["see"] in str(theirs.seen)


@pytest.mark.parametrize("protocol", [JSON, HTML])
async def test_both_are_told_when_she_comes(sockets, let_in, casey, alex, blair, protocol):
    pair = await sockets.both(alex, blair, protocol)
    await sockets.open(casey, protocol)
    for socket in pair:
        assert "Casey" in str(await socket.until("screen"))


@pytest.mark.parametrize("name", ["enough", "end", "ready", "no such thing"])
async def test_whatever_is_not_hers_is_refused(sockets, let_in, room, casey, name):
    hers = await sockets.open(casey)
    before = await in_database(room.sequences)
    assert (await hers.do(name))["code"] == "not_yours"
    await hers.say(type="draft", visit=1, name="ready", fields={"x": "y"})
    assert (await hers.next())["code"] == "not_yours"
    assert await in_database(room.sequences) == before


def withdraw(link, casey):
    consent.withdraw(link, member(link.couple, "b"), scopes.LIVE)


def end(link, casey):
    links.end(link)


def deactivate(link, casey):
    User.objects.filter(pk=casey.pk).update(is_active=False)
    hooks.tell(hooks.signed_out, casey.pk)


def remove(link, casey):
    removal.remove(casey)


@pytest.mark.parametrize("how", [withdraw, end, deactivate, remove])
async def test_her_socket_closes_at_once_and_both_read_that_she_left(sockets, let_in, casey, alex, how):
    hers, mine = await sockets.open(casey), await sockets.open(alex)
    await hers.settle()
    await mine.settle()
    await sync_to_async(how)(let_in, casey)
    assert await closes_at_once(hers) in (4401, 4404)
    if how is not deactivate:
        while (await mine.until("screen"))["view"]["visitors"] != [{"name": "Casey", "here": False}]:
            pass


async def test_a_withdrawal_over_the_page_closes_it_too(sockets, let_in, casey, blair):
    hers = await sockets.open(casey)
    await hers.settle()
    client = Client()
    await sync_to_async(client.force_login)(blair)
    path = f"/counselors/{let_in.pk}/choose/"
    await sync_to_async(client.post)(path, {"scope": "live", "answer": "not"})
    assert await closes_at_once(hers) == 4404


async def test_which_of_the_two_withdrew_changes_no_frame_of_hers(sockets, let_in, couple, casey):
    frames = []
    for voice in ("a", "b"):
        socket = await Socket(sockets.session, await in_database(cookie_of, casey)).open()
        await socket.settle()
        person = await in_database(member, couple, voice)
        await sync_to_async(consent.withdraw)(let_in, person, scopes.LIVE)
        frames.append((socket.seen, await closes_at_once(socket)))
        await socket.leave()
        await in_database(consent.give, let_in, person, scopes.LIVE)
    assert frames[0] == frames[1]
    assert frames[0][0]


async def test_a_socket_and_its_page_are_one_visit(sockets, let_in, casey):
    client = Client()
    await sync_to_async(client.force_login)(casey)
    await sync_to_async(client.get)(f"/sessions/{sockets.session}/")
    await sockets.open(casey)
    assert await in_database(AccessRecord.objects.count) == 1


async def test_she_may_come_again_when_both_allow_it_again(sockets, let_in, blair, casey):
    hers = await sockets.open(casey)
    await sync_to_async(consent.withdraw)(let_in, blair, scopes.LIVE)
    await closes_at_once(hers)
    await in_database(consent.give, let_in, blair, scopes.LIVE)
    await sockets.open(casey)
    assert await in_database(AccessRecord.objects.count) == 2


async def test_a_view_that_was_read_before_a_withdrawal_does_not_leave_after_it(
    sockets, let_in, room, blair, casey, monkeypatch
):
    """The view has been read, but not sent, when the withdrawal is acknowledged."""
    hers = await sockets.open(casey)
    await hers.settle()
    connection: Any = next(one for one in poll.poller.connections if one.person == casey.pk)
    read, go_on, look = asyncio.Event(), asyncio.Event(), connection.answer

    async def slowly(call):
        seen = await look(call)
        read.set()
        await go_on.wait()
        return seen

    monkeypatch.setattr(connection, "answer", slowly)
    await in_database(room.alex.do, "pause")
    showing = asyncio.ensure_future(connection.refresh())
    await read.wait()
    await sync_to_async(consent.withdraw)(let_in, blair, scopes.LIVE)
    go_on.set()
    await showing
    assert await hers.socket.receive_output(AT_ONCE) == {"type": "websocket.close", "code": 4404}


ROUNDS = 20 if IS_LONG else 2


async def test_no_view_read_after_a_withdrawal_shows_anything_however_they_race(let_in, room, blair, casey):
    from exercises.live.access import AccessDenied, Caller
    from exercises.live.observer import screen as observer_screen
    from exercises.live.screens import rendering

    acknowledged = asyncio.Event()

    def looks() -> bool:
        try:
            observer_screen.show(room.id, Caller(casey.pk), rendering.as_json)
        except AccessDenied:
            return False
        return True

    async def showing() -> list[bool]:
        """Read the screen repeatedly; return what the reads saw that started after the acknowledgement."""
        late: list[bool] = []
        while len(late) < 2:
            began_after = acknowledged.is_set()
            saw = await in_database(looks)
            if began_after:
                late.append(saw)
        return late

    seen_before = 0
    for _ in range(ROUNDS):
        acknowledged.clear()
        seen_before += await in_database(looks)
        readers = [asyncio.ensure_future(showing()) for _ in range(2)]
        await asyncio.sleep(0)
        await in_database(consent.withdraw, let_in, blair, scopes.LIVE)
        acknowledged.set()
        assert not any(saw for late in await asyncio.gather(*readers) for saw in late)
        await in_database(consent.give, let_in, blair, scopes.LIVE)
    assert seen_before == ROUNDS  # there was something to see each time
