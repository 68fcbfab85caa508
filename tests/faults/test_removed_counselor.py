"""A counselor is removed in one process: her socket and her page in another end, without Redis by the next poll."""

from __future__ import annotations

from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.core.management import call_command
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from couples.counseling import scopes
from exercises.live.socket.protocol import JSON
from tests.cast import alex, blair, casey, couple, linked, with_second_step
from tests.couples.counseling.consents import both_allow
from tests.exercises.live.rooms import NEED, opened
from tests.faults.couples import sign_in

__all__ = ["alex", "blair", "casey", "couple", "linked"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_her_socket_and_her_page_in_another_process_end(apps, linked, couple, alex, blair, casey):
    with_second_step(casey)
    both_allow(linked, scopes.LIVE)
    room, (app,) = opened(couple, alex, blair, NEED), apps(1, REDIS_URL="")
    cookie = f"{settings.SESSION_COOKIE_NAME}={sign_in(casey)}"
    address = f"ws://127.0.0.1:{app.port}/ws/sessions/{room.id}/"
    with connect(address, subprotocols=[JSON], additional_headers={"Cookie": cookie}) as socket:  # type: ignore[list-item]
        assert '"screen"' in socket.recv(timeout=10)
        assert _status(app.port, "/counsel/", cookie) == 200
        call_command("remove_counselor", casey.email, verbosity=0)
        with pytest.raises(ConnectionClosed) as closed:
            _reads_to_the_end(socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code in (4401, 4404)
    assert _status(app.port, "/counsel/", cookie) == 302


def _reads_to_the_end(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=15)


def _status(port: int, path: str, cookie: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        return connection.getresponse().status
    finally:
        connection.close()
