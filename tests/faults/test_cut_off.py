"""A client behind a line that loses pieces, or that is cut without a word: what a tunnel does to a telephone.

What the page itself does then is tried in tests/browser/test_cut_off.py.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from uuid import UUID

import pytest

from exercises.live import start as starting
from exercises.live.database_threads import in_database
from tests.faults import couples, load
from tests.faults.line import Line, line
from tests.faults.test_sign_in_flood import command_times
from tests.long_run import IS_LONG
from tests.servers import App

SLUG = "see-feel-need-ask"
TWOS, SECONDS = (20, 120.0) if IS_LONG else (6, 3.0)
ROUND_TRIP, LOSS = 0.3, 0.2
IN_TIME, MOST_LATE = 3.0, 0.01 if IS_LONG else 0.1
NOTICED_WITHIN, CURRENT_WITHIN = 45.0, 3.0


async def rooms(number: int, app: App) -> list[tuple[couples.Two, UUID]]:
    found = []
    for two in await in_database(couples.couples, number, [app], [SLUG]):
        session = await in_database(starting.start_session, two.couple, two.walkers[0].user.pk, SLUG)
        found.append((two, session))
    return found


def behind(between: Line) -> App:
    """The process, as it is found over this line."""
    return App([], between.port, {}, Path())


async def acts(two: couples.Two, session: UUID, app: App, over: asyncio.Future[object]) -> list[float]:
    while True:
        try:
            async with load.connected(app, session, two.walkers[0].cookie) as socket:
                return await command_times(socket, over)
        except (TimeoutError, OSError):
            assert not over.done()  # the line was too bad to connect within the time of a test client


async def test_a_line_that_loses_a_fifth_costs_seconds_at_most(serving) -> None:
    (app,) = (await asyncio.to_thread(serving, 1)).apps
    known = await rooms(TWOS, app)
    async with line(app.port, ROUND_TRIP / 2, LOSS) as lossy:
        over = asyncio.ensure_future(asyncio.sleep(SECONDS))
        found = await asyncio.gather(*(acts(two, session, behind(lossy), over) for two, session in known))
    took = sorted(seconds for one in found for seconds in one)
    late = sum(seconds > IN_TIME for seconds in took) / len(took)
    print(
        f"\n{len(took)} commands, {1 - late:.1%} acknowledged within {IN_TIME:.0f} s, worst {took[-1]:.1f} s"
    )
    assert took[0] >= ROUND_TRIP
    assert late <= MOST_LATE


@pytest.mark.long
async def test_the_server_gives_up_a_client_that_is_gone_and_takes_it_back_at_once(serving) -> None:
    (app,) = (await asyncio.to_thread(serving, 1)).apps
    ((two, session),) = await rooms(1, app)
    alex = two.walkers[0]
    async with line(app.port) as between:
        async with load.connected(behind(between), session, alex.cookie) as socket:
            await socket.recv()
            between.cut()
            began = time.monotonic()
            await asyncio.wait_for(between.given_up.wait(), NOTICED_WITHIN)
            noticed = time.monotonic() - began
            await asyncio.sleep(max(0.0, 90 - noticed))
            socket.transport.abort()
        between.heal()
        healed = time.monotonic()
        async with load.connected(behind(between), session, alex.cookie) as socket:
            await socket.recv()
            current = time.monotonic() - healed
    print(f"\nnoticed after {noticed:.0f} s, current again {current:.2f} s after healing")
    assert current <= CURRENT_WITHIN
