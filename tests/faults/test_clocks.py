"""Two processes whose clocks are ten minutes wrong, one each way: all go by the clock of the database."""

from __future__ import annotations

import asyncio
import json
import re
import time
from datetime import timedelta
from http.client import HTTPConnection
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from couples.accounts import users
from couples.pairing import invitations
from couples.pairing.models import Invitation
from exercises.live import start as starting
from exercises.live.database_threads import in_database
from exercises.live.notify.poll import POLL_SECONDS
from exercises.live.store.presence import LEASE_LIFETIME
from tests.faults import couples, history, load
from tests.long_run import IS_LONG
from tests.servers import ROOT, App

SLUGS = ["see-feel-need-ask", "limit-request-or-agreement", "balance-check-in"]
TWOS, SECONDS = (20, 60) if IS_LONG else (2, 2)
HOUR = timedelta(hours=1)
SHIFT = timedelta(minutes=10).total_seconds()
OTHER_CLOCKS = re.compile(r"datetime\.now\(|utcnow\(|date\.today\(|from time import time\b")


@pytest.fixture
def apart(serving) -> list[App]:
    """Two processes, one in the future and one in the past. On SQLite there is one, and its clock is right."""
    if connection.vendor == "sqlite":
        return list(serving().apps)
    shifted = [
        *serving(1, "tests.faults.shifted_asgi:application", SHIFT=str(SHIFT)).apps,
        *serving(1, "tests.faults.shifted_asgi:application", SHIFT=str(-SHIFT)).apps,
    ]
    for app in shifted:
        wait_until_it_knows(app)
    return shifted


def wait_until_it_knows(app: App) -> None:
    until = time.monotonic() + 20
    while "clock_is_wrong" not in app.said():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_nothing_is_lost_or_out_of_order_between_clocks_that_differ(apart) -> None:
    twos = couples.couples(TWOS, apart, SLUGS, seed=11)
    asyncio.run(load.walked(twos, a_while(twos)))
    assert history.problems(sent_by(twos)) == []
    assert sum(one.accepted for one in sent_by(twos)) > 5 * TWOS


async def a_while(twos: list[couples.Two]) -> None:
    """So many seconds; a slow machine gets more until they have done something."""
    await asyncio.sleep(SECONDS)
    async with asyncio.timeout(30):
        while sum(one.accepted for one in sent_by(twos)) <= 5 * TWOS:
            await asyncio.sleep(0.1)


def sent_by(twos: list[couples.Two]) -> list[history.Sent]:
    return [one for two in twos for walker in two.walkers for one in walker.sent]


async def presence(walker: load.Walker, session: UUID, app: App, wanted: str) -> float:
    """Seconds until this person reads that the other is `wanted`."""
    began = time.monotonic()
    async with load.connected(app, session, walker.cookie) as socket:
        while True:
            frame = json.loads(await asyncio.wait_for(socket.recv(), 60))
            if frame["type"] == "screen":
                offered = {one["name"]: one["visit"] for one in frame["view"]["commands"]}
                if "enter" in offered:
                    entering = {"type": "command", "id": "0b9c6a52-0000-4000-8000-000000000001", "fields": {}}
                    await socket.send(json.dumps(entering | {"visit": offered["enter"], "name": "enter"}))
            if frame == {"type": "presence", "partner": wanted}:
                return time.monotonic() - began


@pytest.mark.long
async def test_who_is_here_is_here_on_both_and_who_left_is_gone_on_both(apart) -> None:
    (two,) = await in_database(couples.couples, 1, apart, SLUGS)
    session = await in_database(starting.start_session, two.couple, two.walkers[0].user.pk, SLUGS[0])
    for stays, leaves in (two.walkers, two.walkers[::-1]):
        staying = asyncio.ensure_future(presence(stays, session, apart[0], "here"))
        await presence(leaves, session, apart[-1], "here")
        await staying
        gone = await presence(stays, session, apart[0], "not_here")
        assert gone <= LEASE_LIFETIME.total_seconds() + 2 * POLL_SECONDS


def opens(app: App, token: str) -> bool:
    """Whether the link of an invitation leads to the invitation."""
    line = HTTPConnection("127.0.0.1", app.port, timeout=30)
    line.request("GET", f"/invite/{token}/")
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status < 400


def test_an_invitation_expires_by_the_clock_of_the_database(apart) -> None:
    invitation, token = invitations.invite(users.create("drew@example.org", "Drew"))
    for left in (timedelta(minutes=5), -timedelta(minutes=5)):
        Invitation.objects.filter(pk=invitation.pk).update(
            created_at=timezone.now() - HOUR, expires_at=timezone.now() + left
        )
        found = [bool(invitations.find(token)), *(opens(app, token) for app in apart)]
        assert found == [left > timedelta()] * (1 + len(apart)), left


def test_the_time_is_asked_for_in_one_way() -> None:
    asked = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("config", "couples", "exercises")
        for path in (ROOT / folder).rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if OTHER_CLOCKS.search(line)
    ]
    assert asked == []
