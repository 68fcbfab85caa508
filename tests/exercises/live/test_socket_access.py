"""Whose sockets are closed, with which code, and that nothing is done for them before or afterwards."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from couples.accounts.models import SignIn, User
from exercises.live.database_threads import in_database
from exercises.live.models import Lease
from exercises.live.notify import poll
from tests.exercises.live.sockets import Socket, cookie_of
from tests.stored_sign_ins import stored_key

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick_poll(monkeypatch):
    monkeypatch.setattr(poll, "POLL_SECONDS", 0.2)


async def knock(session, user) -> int:
    """The code with which this person's socket is closed at once, though they send a command in the same moment."""
    cookie = await in_database(cookie_of, user) if user else None
    socket = await Socket(session, cookie).connect()
    await socket.send("end", visit=1)
    await socket.say(type="draft", visit=1, name="ready", fields={"x": "y"})
    code = await socket.closed()
    await socket.send("pause", visit=1)
    await socket.leave()
    return code


@pytest.mark.parametrize(("who", "code"), [("casey", 4404), ("drew", 4404), ("nobody", 4401)])
async def test_who_has_no_place_is_turned_away_and_nothing_is_done_for_them(room, request, who, code):
    user = None if who == "nobody" else await in_database(request.getfixturevalue, who)
    before = await in_database(room.sequences)
    assert await knock(room.id, user) == code
    assert await in_database(room.sequences) == before
    assert await in_database(Lease.objects.count) == 0


@pytest.mark.parametrize("who", ["alex", "drew"])
async def test_a_session_that_never_was_is_closed_as_one_that_is_not_yours(room, request, who):
    assert await knock(uuid4(), await in_database(request.getfixturevalue, who)) == 4404


async def test_who_left_the_couple_is_turned_away(room, blair):
    await in_database(lambda: blair.memberships.update(left_at=timezone.now()))
    assert await knock(room.id, blair) == 4403


def sign_out(user: User) -> None:
    SignIn.objects.all().delete()


def leave_the_couple(user: User) -> None:
    user.memberships.update(left_at=timezone.now())


def deactivate(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def change_password(user: User) -> None:
    user.set_password("another one entirely")
    user.save()


ENDINGS = [(sign_out, 4401), (leave_the_couple, 4403), (deactivate, 4401), (change_password, 4401)]


@pytest.mark.parametrize(("how", "code"), ENDINGS)
async def test_an_open_socket_closes_with_the_next_poll(sockets, alex, how, code):
    socket = await sockets.open(alex)
    await socket.settle()
    await in_database(how, alex)
    assert await socket.closed() == code


@pytest.mark.parametrize(("how", "code"), ENDINGS)
async def test_a_command_after_that_is_not_carried_out_even_before_the_poll(
    sockets, room, alex, how, code, monkeypatch
):
    monkeypatch.setattr(poll, "POLL_SECONDS", 60)
    socket = await sockets.open(alex)
    await socket.settle()
    before = await in_database(room.sequences)
    await in_database(how, alex)
    await socket.send("end")
    await socket.send("end")
    assert await socket.closed() == code
    assert await socket.is_silent()
    assert await in_database(room.sequences) == before


async def test_signing_out_in_one_browser_leaves_the_other_browser_alone(sockets, alex):
    kept = await sockets.open(alex)
    cookie = await in_database(cookie_of, alex)
    ended = await sockets.open(alex, cookie=cookie)
    await in_database(lambda: SignIn.objects.filter(session_key=stored_key(cookie)).delete())
    assert await ended.closed() == 4401
    assert (await kept.do("pause"))["type"] == "accepted"


async def test_erased_words_leave_the_partners_open_screen_with_the_next_poll(sockets, room, alex, blair):
    from couples.keys import data_keys

    await in_database(lambda: room.write_apart().open_the_letter())
    theirs = await sockets.open(blair)
    await theirs.settle()
    assert "We ate at nine" in str(theirs.screen)
    await in_database(data_keys.destroy, alex.pk)
    assert "We ate at nine" not in str(await theirs.until("screen"))
