"""Many wrong sign-ins at once: nobody gets an error, memory stays bounded, and a live session goes on."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from websockets.asyncio.client import ClientConnection

from exercises.live import start as starting
from exercises.live.database_threads import in_database
from tests.faults import couples, load
from tests.long_run import IS_LONG
from tests.servers import App

SIGN_INS = 80 if IS_LONG else 12
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
WITHOUT_ERROR = {200, 429, 503}
MAX_GROWTH = 450 * 2**20
"""Two hashes need 200 MiB; the others wait, each in a thread of its own."""


def asked(app: App, method: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    connection = HTTPConnection("127.0.0.1", app.port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request(method, "/account/login/", body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, (answer.getheader("Set-Cookie") or "").partition(";")[0]


def flood(app: App, number: int) -> Counter[int]:
    """So many people, each with a password that is wrong, in one moment; how often each status was answered."""
    _status, page, cookie = asked(app, "GET")
    token = TOKEN.search(page)[1]

    def signs_in(person: int) -> int:
        typed = {"login": f"p{person}@example.org", "password": "wrong one", "csrfmiddlewaretoken": token}
        return asked(app, "POST", urlencode(typed), cookie)[0]

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(signs_in, range(number)))


PAUSE = 0.06  # seconds; a connection may send no more than 20 commands a second for long


async def command_times(
    socket: ClientConnection, over: asyncio.Future[Any], took: list[float] | None = None
) -> list[float]:
    """Pause and resume until it is over; the seconds until each command was accepted, which are `took`."""
    took = [] if took is None else took
    view = await until(socket, "screen")
    while not over.done():
        offer = next(one for one in view["view"]["commands"] if one["name"] in ("pause", "resume"))
        frame = {"type": "command", "id": str(uuid4()), "visit": offer["visit"], "name": offer["name"]}
        began = time.monotonic()
        await socket.send(json.dumps(frame | {"fields": {}}))
        await until(socket, "accepted")
        took.append(time.monotonic() - began)
        view = await until(socket, "screen")
        await asyncio.sleep(PAUSE)
    return sorted(took)


async def until(socket: ClientConnection, kind: str) -> Any:
    async with asyncio.timeout(20):
        while True:
            frame = json.loads(await socket.recv())
            assert frame["type"] not in ("refused", "closed"), frame
            if frame["type"] == kind:
                return frame


def memory(app: App) -> int:
    """The most that the process ever held."""
    status = Path(f"/proc/{app.running.pid}/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\s+(\d+)", status)[1])


async def test_a_flood_of_wrong_sign_ins_is_an_error_for_nobody_and_a_live_session_goes_on(apps) -> None:
    (app,) = await asyncio.to_thread(apps, 1)
    (two,) = await in_database(couples.couples, 1, [app], ["see-feel-need-ask"])
    alex = two.walkers[0]
    session = await in_database(
        starting.start_session, two.couple, alex.user.pk, "see-feel-need-ask", is_due=True
    )
    await asyncio.to_thread(asked, app, "GET")
    before = memory(app)
    async with load.connected(app, session, alex.cookie) as socket:
        flooded = asyncio.ensure_future(asyncio.to_thread(flood, app, SIGN_INS))
        took = await command_times(socket, flooded)
    p99 = took[int(len(took) * 0.99)]
    print(f"\n{SIGN_INS} sign-ins: {dict(flooded.result())}; {len(took)} commands, p99 {p99 * 1000:.0f} ms,"
          f" memory +{(memory(app) - before) / 2**20:.0f} MiB")  # fmt: skip
    assert set(flooded.result()) <= WITHOUT_ERROR
    assert memory(app) - before < MAX_GROWTH
    assert p99 <= 0.5 or not IS_LONG
