"""An open room counts as a use of the sign-in; and when a sign-in has ended, its sockets close."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from exercises.live.database_threads import in_database
from exercises.live.notify import open_rooms, poll
from tests.exercises.live.sockets import Socket, cookie_of
from tests.stored_sign_ins import goes_by, key_of, row_of

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def browser_of(cookie: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return client


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr(poll, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(open_rooms, "FIRST_AFTER", 0.1)


async def test_an_open_room_keeps_a_sign_in(room, sockets, alex, soon):
    cookie = await in_database(cookie_of, alex)
    socket = await sockets.open(alex, cookie=cookie)
    client = browser_of(cookie)
    await in_database(goes_by, client, 13 * DAY)
    await until(lambda: row_of(client).expire_date - timezone.now() > 13 * DAY)
    assert (await socket.do("pause"))["type"] == "accepted"


async def test_a_socket_closes_when_its_sign_in_ends_in_the_room(room, sockets, alex, soon):
    cookie = await in_database(cookie_of, alex)
    socket = await sockets.open(alex, cookie=cookie)
    await in_database(lambda: goes_by(browser_of(cookie), MINUTE, began=30 * DAY))
    assert await socket.closed() == 4401


async def test_no_socket_opens_for_a_sign_in_whose_row_somebody_prolonged(room, alex):
    cookie = await in_database(cookie_of, alex)

    def prolong():
        goes_by(browser_of(cookie), 15 * DAY)
        row = row_of(browser_of(cookie))
        row.expire_date += 100 * DAY
        row.save()

    await in_database(prolong)
    socket = await Socket(room.id, cookie).connect()
    assert await socket.closed() == 4401
    await socket.leave()


def test_most_polls_ask_nothing_of_it(alex, monkeypatch, django_assert_num_queries):
    """Once a minute at first, then as seldom as a use is worth storing."""
    monkeypatch.setattr(open_rooms, "FIRST_AFTER", 0.0)
    key = key_of(browser_of(cookie_of(alex)))
    for queries in (1, 0, 0):
        with django_assert_num_queries(queries):
            open_rooms.use({key})
    open_rooms.use(set())
    with django_assert_num_queries(1):
        open_rooms.use({key})


async def until(holds, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not await in_database(holds):
        assert time.monotonic() < end
