"""A socket ends with its sign-in: within two seconds, without the poll, with nothing done or shown afterwards."""

from __future__ import annotations

from time import monotonic

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from couples import hooks
from couples.accounts import users
from couples.accounts.models import SignIn, User
from exercises.live.database_threads import in_database
from exercises.live.notify import poll
from tests.cast import with_second_step

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 2.0


@pytest.fixture(autouse=True)
def _no_poll(monkeypatch):
    monkeypatch.setattr(poll, "POLL_SECONDS", 600)


def sign_out(user: User) -> None:
    SignIn.objects.all().delete()
    hooks.tell(hooks.signed_out, user.pk)


def change_password(user: User) -> None:
    user.set_password("another one entirely")
    user.save()
    hooks.tell(hooks.signed_out, user.pk)


def switched_off_by_the_operator(user: User) -> None:
    operator = with_second_step(users.create("op@example.org", "Olga", is_staff=True, is_superuser=True))
    client = Client()
    client.force_login(operator)
    assert client.post(f"/admin/couples/user/{user.pk}/change/", {}).status_code == 302


@pytest.mark.parametrize("how", [sign_out, change_password, switched_off_by_the_operator])
async def test_every_open_socket_of_the_person_closes_at_once_and_nobody_elses(
    sockets, room, alex, blair, how
):
    mine, also_mine, theirs = await sockets.open(alex), await sockets.open(alex), await sockets.open(blair)
    for socket in (mine, also_mine, theirs):
        await socket.settle()
    before = await in_database(room.sequences)
    began = monotonic()
    await sync_to_async(how)(alex)
    assert await mine.closed() == await also_mine.closed() == 4401
    assert monotonic() - began < AT_ONCE + 1  # the act itself takes its time
    await mine.send("pause", visit=1)
    assert await mine.is_silent()
    assert await in_database(room.sequences) == before
    if how is not sign_out:  # there, all sign-ins were ended
        assert (await theirs.do("pause"))["type"] == "accepted"


async def test_where_nothing_ended_nothing_closes_and_nothing_is_sent(sockets, alex):
    mine = await sockets.open(alex)
    await mine.settle()
    await sync_to_async(hooks.tell)(hooks.signed_out, alex.pk)
    assert await mine.is_silent()
