"""Open sockets close within two seconds of a leaving, by the broadcast alone, without the poll."""

from __future__ import annotations

from time import perf_counter

import pytest
from asgiref.sync import sync_to_async

from couples.privacy import erasure, leaving
from exercises.live.database_threads import in_database
from exercises.live.notify import poll
from tests.exercises.live.rooms import NEED, opened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_poll(monkeypatch):
    monkeypatch.setattr(poll, "POLL_SECONDS", 600)


@pytest.mark.parametrize("act", [leaving.leave, erasure.erase])
async def test_both_sockets_close_as_one_no_longer_theirs(sockets, room, alex, blair, act):
    first, second = await sockets.both(alex, blair)
    begun = perf_counter()
    await sync_to_async(act)(blair)
    codes = [await first.closed(), await second.closed()]
    assert perf_counter() - begun < 2
    assert codes[0] == 4403
    assert codes[1] in (4403, 4401)
    before = await in_database(room.sequences)
    await first.send("pause", visit=1)
    assert await in_database(room.sequences) == before


async def test_a_page_that_only_reads_an_ended_session_closes_too(sockets, room, couple, alex, blair):
    await in_database(room.alex.do, "end")
    await in_database(opened, couple, alex, blair, NEED)
    (reading, _other) = await sockets.both(alex, blair)
    await sync_to_async(leaving.leave)(blair)
    assert await reading.closed() == 4403
