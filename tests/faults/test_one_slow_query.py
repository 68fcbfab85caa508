"""While the queries of one session take seconds, all others go on as before."""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

from exercises.live import batches
from exercises.live import start as starting
from exercises.live.database_threads import in_database
from tests.faults import couples, load
from tests.faults.test_sign_in_flood import command_times
from tests.long_run import IS_LONG

SECONDS = 2.0
SLUG = "see-feel-need-ask"
OTHERS = 40 if IS_LONG else batches.FEW - 1
"""In the gate so few that any batch that is late tells whose it was."""
MOST_P99 = 0.1


async def started(two: couples.Two) -> UUID:
    return await in_database(starting.start_session, two.couple, two.walkers[0].user.pk, SLUG, is_due=True)


async def asks(two: couples.Two, session: UUID, over: asyncio.Future[object]) -> list[float]:
    alex = two.walkers[0]
    async with load.connected(alex.apps[0], session, alex.cookie) as socket:
        return await command_times(socket, over)


async def test_a_slow_query_of_one_session_delays_no_other(processes) -> None:
    (app,) = processes.apps = processes.apps[:1]
    slow, *others = await in_database(couples.couples, 1 + OTHERS, [app], [SLUG])
    sessions = [await started(two) for two in (slow, *others)]
    plant = {"SLOW": str(sessions[0]), "SECONDS": str(SECONDS)}
    await asyncio.to_thread(processes.serve_instead, "tests.faults.slow_asgi:application", **plant)
    over = asyncio.ensure_future(asyncio.sleep(3 * SECONDS))
    began = time.monotonic()
    slowed, *took = await asyncio.gather(
        *(asks(two, session, over) for two, session in zip((slow, *others), sessions, strict=True))
    )
    everybody = sorted(seconds for one in took for seconds in one)
    p50, p99 = (everybody[int(len(everybody) * share)] for share in (0.5, 0.99))
    late = sum(seconds > SECONDS / 2 for seconds in everybody)
    print(f"\n{len(slowed)} slow of {slowed[0]:.2f} s, {len(everybody)} others in {time.monotonic() - began:.1f} s:"
          f" p50 {p50 * 1000:.0f}, p99 {p99 * 1000:.0f} ms, {late} late")  # fmt: skip
    assert min(slowed) >= SECONDS
    assert p50 <= SECONDS / 4
    assert late <= 2 * OTHERS  # each lane, that of commands and that of looks, learns it once
    assert len(slowed) > 2
    assert p99 <= MOST_P99 or not IS_LONG
