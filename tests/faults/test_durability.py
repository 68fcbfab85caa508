"""Processes are killed while couples walk: nothing acknowledged is lost, nothing happens twice, all see the same.

And a checker that has never failed proves nothing: three planted faults must each be found by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import pytest

from tests.faults import couples, history, load, trouble
from tests.long_run import IS_LONG

SLUGS = ["see-feel-need-ask", "limit-request-or-agreement", "balance-check-in"]

KILLS = 30 if IS_LONG else 4
ENOUGH, LONGEST = 10, 60.0
"""So many sessions are walked to their end; a slow machine gets so many seconds more after the last kill."""


async def until_enough(twos: list[couples.Two], kills: Coroutine[Any, Any, None]) -> None:
    await kills
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            while sum(two.finished for two in twos) < ENOUGH:
                await asyncio.sleep(0.1)


def test_kills_lose_nothing_and_double_nothing(processes) -> None:
    twos = couples.couples(10, processes.apps, SLUGS)
    kills = trouble.kills(processes.apps, times=KILLS, every=2.0, redis=processes.redis)
    asyncio.run(load.walked(twos, until_enough(twos, kills)))
    sent = [one for two in twos for walker in two.walkers for one in walker.sent]
    assert history.problems(sent) == []
    assert sum(one.accepted for one in sent) > 300
    assert sum(two.finished for two in twos) >= ENOUGH


@pytest.mark.parametrize(
    ("plant", "times", "found"),
    [
        ("ack_before_commit", 2, "lost"),
        pytest.param("no_id_check", 1, "doubled", marks=pytest.mark.long),
        pytest.param("no_sequence_guard", 1, "out of place", marks=pytest.mark.long),
    ],
)
def test_a_planted_fault_is_found_by_the_same_checker(processes, plant: str, times: int, found: str) -> None:
    processes.serve_instead("tests.faults.planted_asgi:application", PLANT=plant)
    twos = couples.couples(8, processes.apps, SLUGS, seed=2)
    kills = trouble.kills(processes.apps, times, every=2.0)
    with suppress(
        load.Behind
    ):  # with such a fault somebody may wait for ever: here only what was kept counts
        asyncio.run(load.walked(twos, kills, patience=2))
    sent = [one for two in twos for walker in two.walkers for one in walker.sent]
    problems = history.problems(sent)
    assert any(problem.startswith(found) for problem in problems)
