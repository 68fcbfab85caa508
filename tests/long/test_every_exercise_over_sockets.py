"""Each exercise, by two people over real sockets of a real process, who send twice, lose connections and come back."""

from __future__ import annotations

import asyncio

import pytest

from exercises.live.database_threads import in_database
from exercises.live.models import Stream
from tests.conftest import StartApps
from tests.exercises.live.rooms import WALKED, opened
from tests.faults import couples
from tests.faults.load import Phase

SEEDS = 3
SECONDS = 240
"""For all walks of one exercise, beside whatever else this machine does."""


async def walked(two: couples.Two, slug: str) -> Stream:
    """One session to its end. Returns what is stored of it."""
    alex, blair = two.walkers
    room = await in_database(opened, two.couple, alex.user, blair.user, slug)
    await asyncio.gather(*(one.walk(room.id, Phase()) for one in two.walkers))
    return await in_database(Stream.objects.get, pk=room.id)


@pytest.mark.parametrize("slug", WALKED)
async def test_two_people_come_to_the_end_over_sockets(slug: str, apps: StartApps) -> None:
    twos = await in_database(couples.couples, SEEDS, apps(1), [slug])
    async with asyncio.timeout(SECONDS):
        ended = await asyncio.gather(*(walked(two, slug) for two in twos))
    assert {one.status for one in ended} == {Stream.Status.OVER}
    assert all(one.played_through for one in ended)
