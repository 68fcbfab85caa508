"""deploy/nginx in front of two processes: couples walk through TLS, one process dies, and nothing is lost."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config.edge.asgi import PAGE
from config.edge.bodies import TOO_LARGE
from tests.faults import couples, history, load
from tests.faults.front import HTTPS, Front
from tests.faults.test_watched_process import got
from tests.long_run import IS_LONG
from tests.servers import ROOT

SLUGS = ["see-feel-need-ask", "limit-request-or-agreement"]
TWOS, PAGES = (20, 60) if IS_LONG else (3, 6)
ENOUGH = 40 if IS_LONG else 20


@pytest.fixture
def front(apps, own_redis, tmp_path: Path) -> Iterator[Callable[[int], Front]]:
    """nginx in front of so many processes."""
    with ExitStack() as ending:

        def of(number: int) -> Front:
            behind = apps(number, REDIS_URL=f"redis://127.0.0.1:{own_redis.port}/0", **HTTPS)
            made = Front(tmp_path / "front", behind)
            ending.callback(made.stop)
            made.start()
            return made

        yield of


async def one_dies(front: Front, twos: list[couples.Two], statuses: list[int]) -> None:
    """Kill one process when all are at work, ask for a page again and again, and start it again."""
    async with asyncio.timeout(60):
        while sum(one.accepted for one in sent_by(twos)) < ENOUGH:
            await asyncio.sleep(0.1)
    await asyncio.to_thread(front.behind[0].kill)
    for _page in range(PAGES):
        statuses.append((await asyncio.to_thread(front.asked, "/help/")).status)
        await asyncio.sleep(0.2)
    await asyncio.to_thread(front.behind[0].start)
    await asyncio.sleep(1.0)


def sent_by(twos: list[couples.Two]) -> list[history.Sent]:
    return [one for two in twos for walker in two.walkers for one in walker.sent]


def test_one_of_two_processes_dies_behind_it_and_nothing_is_lost(front) -> None:
    nginx = front(2)
    twos = couples.couples(TWOS, [nginx], SLUGS, seed=9)
    statuses: list[int] = []
    asyncio.run(load.walked(twos, one_dies(nginx, twos, statuses), patience=20))
    sent = sent_by(twos)
    assert history.problems(sent) == []
    assert sum(one.accepted for one in sent) > ENOUGH
    assert statuses == [200] * PAGES


def test_what_visitors_get_is_theirs_alone_and_what_it_writes_is_about_nobody(front) -> None:
    nginx = front(1)  # the other one is away all the time
    page = nginx.asked("/account/login/", **{"Accept-Encoding": "gzip", "X-Forwarded-For": "203.0.113.9"})
    cookies = page.headers.get_all("Set-Cookie")
    assert page.status == 200
    assert page.headers["Content-Encoding"] is None, "the size of what is compressed tells what is in it"
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert cookies
    assert all(one.startswith("__Host-") and "Secure" in one for one in cookies)
    refused = nginx.asked("/account/login/", body=b"x" * 300_000)
    said = PAGE.format(heading="That was too much at once", sentence=TOO_LARGE)
    assert (refused.status, refused.content.decode()) == (413, said)
    moved = nginx.asked("/help/", is_plain=True)
    assert (moved.status, moved.headers["Location"]) == (301, "https://counterpoint.example/help/")

    with socket.create_connection(("127.0.0.1", nginx.port), timeout=5) as line, pytest.raises(ssl.SSLError):
        nginx.tls.wrap_socket(line, server_hostname="another.example")

    nginx.behind[0].kill()
    away = nginx.asked("/account/login/?next=/secret/", **{"X-Forwarded-For": "203.0.113.9"})
    assert away.status == 503
    assert b"One moment, please" in away.content
    nginx.stop()
    assert [word for word in ("203.0.113.9", "client", "/secret/", "/help/") if word in nginx.written()] == []


def restarted(front: Front, pause: float) -> None:
    """Restart one process after the other, as the document says."""
    for app in front.behind:
        app.stop()
        app.start()
        while got(app.port, "/readyz")[0] != 200:
            time.sleep(0.1)
        time.sleep(pause)


@pytest.mark.long
def test_nobody_notices_that_one_after_the_other_is_restarted_as_documented(front) -> None:
    nginx = front(2)
    document = (ROOT / "docs/operators/deploy.md").read_text()
    pause = re.search(r"/readyz > /dev/null; do sleep 1; done\n(?:  sleep (\d+)\n)?done\n", document)
    assert pause
    restarting = threading.Thread(target=restarted, args=(nginx, float(pause[1] or 0)))
    restarting.start()
    statuses = []
    while restarting.is_alive():
        statuses.append(nginx.asked("/help/").status)
        time.sleep(0.02)
    assert set(statuses) == {200}
