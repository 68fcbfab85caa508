"""An open home page is told that something changed on it: by what concerns it, never what, and only its own person."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.utils import timezone

from config.asgi import application
from couples.accounts import sign_ins
from couples.accounts.models import SignIn
from couples.meetings import appointments
from couples.pairing import acceptance
from exercises.counselor.assignments import giving
from exercises.live import start
from exercises.live.database_threads import in_database
from exercises.live.models import Stream
from exercises.live.notify import revoke
from exercises.live.socket.home import HOME, MOST_HOMES
from tests.exercises.agreements.test_pages import post, written_down
from tests.exercises.counselor.at_work import given
from tests.exercises.live.rooms import NEED, Chair, opened
from tests.exercises.live.sockets import PATIENCE, SILENCE, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


class Home:
    """The socket of an open home page."""

    def __init__(self, cookie: str | None) -> None:
        headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
        if cookie:
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
        scope = {"type": "websocket", "path": "/ws/home/", "query_string": b"", "headers": headers,
                 "subprotocols": [HOME]}  # fmt: skip
        self.socket = ApplicationCommunicator(application, scope)

    async def connect(self) -> None:
        await self.socket.send_input({"type": "websocket.connect"})
        assert (await self.socket.receive_output(PATIENCE))["subprotocol"] == HOME

    async def hears(self) -> str:
        """The type of the next frame, which holds nothing else; or the code with which it was closed."""
        sent = await self.socket.receive_output(PATIENCE)
        if sent["type"] == "websocket.close":
            return str(sent["code"])
        frame = json.loads(sent["text"])
        assert set(frame) == {"type"}
        return str(frame["type"])

    async def hears_nothing(self) -> bool:
        return bool(await self.socket.receive_nothing(SILENCE, 0.01))


@asynccontextmanager
async def homes(*people):
    async with AsyncExitStack() as stack:
        found = []
        for user in people:
            one = Home(await in_database(cookie_of, user))
            await one.connect()
            stack.push_async_callback(one.socket.wait, 0.01)
            stack.push_async_callback(one.socket.send_input, {"type": "websocket.disconnect", "code": 1000})
            assert await one.hears() == "here"
            found.append(one)
        yield found


def suggested(couple, alex):
    return appointments.suggest(couple, alex, timezone.now() + timedelta(days=2))


async def test_a_room_that_is_opened_or_closed_and_a_time_are_news_for_both_and_nobody_else(
    couple, alex, blair, drew
):
    async with homes(alex, blair, drew) as (mine, theirs, stranger):
        acts = [
            lambda: start.start_session(couple, alex.pk, NEED),
            lambda: Chair(Stream.objects.get(couple=couple).pk, alex).do("enough"),
            lambda: suggested(couple, alex),
            lambda: appointments.answer(couple.meetings.get(), blair, yes=True),
            lambda: appointments.cancel(couple.meetings.get(), blair),
        ]
        for act in acts:
            await in_database(act)
            assert [await mine.hears(), await theirs.hears()] == ["changed", "changed"]
        assert await stranger.hears_nothing()


async def test_what_one_does_within_a_session_is_no_news_on_a_home_page(couple, alex, blair):
    room = await in_database(opened, couple, alex, blair, NEED)
    async with homes(alex, blair) as (mine, theirs):
        await in_database(room.alex.do, "ready", together="writing", first="me")
        await in_database(room.blair.do, "pause")
        assert await mine.hears_nothing()
        assert await theirs.hears_nothing()


async def test_an_answer_to_an_invitation_and_the_pairing_are_news(alex, drew):
    async with homes(alex, drew) as (inviter, invited):
        invitation, _token = await in_database(acceptance.invite, alex)
        await in_database(acceptance.accept, invitation, drew)
        assert await inviter.hears() == "changed"
        assert await invited.hears_nothing()
        await in_database(acceptance.confirm, alex, drew.pk)
        assert [await inviter.hears(), await invited.hears()] == ["changed", "changed"]


async def test_declining_is_no_news(alex, drew):
    async with homes(alex) as (inviter,):
        invitation, _token = await in_database(acceptance.invite, alex)
        await in_database(acceptance.decline, invitation)
        assert await inviter.hears_nothing()


async def test_what_a_counselor_gives_or_takes_back_is_news(linked, couple, alex, casey):
    async with homes(alex) as (mine,):
        one = await in_database(given, linked)
        assert await mine.hears() == "changed"
        await in_database(giving.withdraw, casey, couple, one.pk)
        assert await mine.hears() == "changed"


async def test_a_home_page_that_is_signed_out_is_closed(alex):
    async with homes(alex) as (mine,):
        await in_database(SignIn.objects.all().delete)
        await in_database(revoke.signed_out, alex.pk)
        assert await mine.hears() == "4401"


async def test_nobody_signed_in_hears_nothing(db):
    one = Home(None)
    await one.connect()
    assert await one.hears() == "4401"


async def test_it_answers_a_ping_and_one_person_cannot_open_endlessly_many(alex):
    async with homes(*[alex] * MOST_HOMES) as found:
        await found[0].socket.send_input({"type": "websocket.receive", "text": '{"type": "ping"}'})
        assert await found[0].hears() == "pong"
        more = Home(await in_database(cookie_of, alex))
        await more.connect()
        assert await more.hears() == "4429"
    async with homes(alex) as (again,):
        assert await again.hears_nothing()


async def test_what_one_says_in_private_of_an_agreement_is_no_news_for_the_other(room, alex, blair):
    entry = await in_database(written_down, room, due=True)
    async with homes(alex, blair) as (mine, theirs):
        await in_database(post, alex, command="tell_how", entry=entry, how="partly")
        assert await mine.hears() == "changed"
        assert await theirs.hears_nothing()
        await in_database(post, alex, command="renew", entry=entry, weeks="4")
        assert await mine.hears() == "changed"
        assert await theirs.hears_nothing()
        await in_database(post, blair, command="tell_how", entry=entry, how="well")
        assert await theirs.hears() == "changed"
        assert await mine.hears() == "changed"


async def test_an_open_home_page_closes_when_its_sign_in_has_ended_by_itself(alex):
    async with homes(alex) as (home,):
        await in_database(lambda: SignIn.objects.update(expire_date=timezone.now()))
        await in_database(sign_ins.tell_ended)
        assert await home.hears() == "4401"
