"""A page that connects with somebody else's cookie, or with that of a newer sign-in, gets nothing and is told so."""

from __future__ import annotations

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from config.asgi import application
from exercises.live.database_threads import in_database
from exercises.live.models import Draft
from exercises.live.socket.home import HOME
from tests.exercises.live.sockets import HTML, PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(user, path):
    """The cookie of a sign-in, and whose page it is that it got."""
    client = Client()
    client.force_login(user)
    page = client.get(path).content.decode()
    return client.cookies[settings.SESSION_COOKIE_NAME].value, page.split('name="page-owner" content="')[
        1
    ].split('"')[0]


async def answer(path, protocol, cookie, owner):
    """The first thing but the handshake that comes: the type of a frame, or the code it is closed with."""
    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
    headers += [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())] if cookie else []
    scope = {"type": "websocket", "path": path, "query_string": b"", "headers": headers,
             "subprotocols": [protocol, f"page-owner.{owner}"]}  # fmt: skip
    socket = ApplicationCommunicator(application, scope)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(PATIENCE))["subprotocol"] == protocol
    sent = await socket.receive_output(PATIENCE)
    await socket.send_input(
        {
            "type": "websocket.receive",
            "text": '{"type": "draft", "visit": 2, "name": "hand_in", "fields": {"see": "x y"}}',
        }
    )
    await socket.send_input({"type": "websocket.disconnect", "code": 1001})
    await socket.wait(PATIENCE)
    return sent.get("code") or "served"


@pytest.mark.parametrize("is_home", [False, True], ids=["session", "home"])
async def test_each_socket_is_told_whose_page_it_is_of(writing, alex, blair, is_home):
    path, protocol = ("/ws/home/", HOME) if is_home else (f"/ws/sessions/{writing.id}/", HTML)
    page = "/" if is_home else f"/sessions/{writing.id}/"
    hers, owner = await in_database(signed_in, alex, page)
    again, _own = await in_database(signed_in, alex, page)
    theirs, _own = await in_database(signed_in, blair, page)
    for cookie, code in ((again, 4409), (theirs, 4410), (None, 4401)):
        assert await answer(path, protocol, cookie, owner) == code
    assert not await in_database(Draft.objects.exists)
    assert await answer(path, protocol, hers, owner) == "served"
