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

TWOS, KILLS, EVERY, ACCEPTED = (10, 30, 2.0, 300) if IS_LONG else (4, 3, 1.0, 100)
ENOUGH, LONGEST = TWOS, 60.0
"""So many sessions are walked to their end; a slow machine gets so many seconds more after the last kill."""


def sent_by(twos: list[couples.Two]) -> list[history.Sent]:
    return [one for two in twos for walker in two.walkers for one in walker.sent]


def accepted(twos: list[couples.Two]) -> int:
    return sum(one.accepted for one in sent_by(twos))


async def until_enough(twos: list[couples.Two], kills: Coroutine[Any, Any, None]) -> None:
    await kills
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            while sum(two.finished for two in twos) < ENOUGH or accepted(twos) <= ACCEPTED:
                await asyncio.sleep(0.1)


def test_kills_lose_nothing_and_double_nothing(processes) -> None:
    twos = couples.couples(TWOS, processes.apps, SLUGS)
    kills = trouble.kills(processes.apps, times=KILLS, every=EVERY, redis=processes.redis)
    asyncio.run(load.walked(twos, until_enough(twos, kills)))
    assert history.problems(sent_by(twos)) == []
    assert accepted(twos) > ACCEPTED
    assert sum(two.finished for two in twos) >= ENOUGH


@pytest.mark.parametrize(
    ("plant", "times", "found"),
    [
        ("ack_before_commit", 2 if IS_LONG else 1, "lost"),
        pytest.param("no_id_check", 1, "doubled", marks=pytest.mark.long),
        pytest.param("no_sequence_guard", 1, "out of place", marks=pytest.mark.long),
    ],
)
def test_a_planted_fault_is_found_by_the_same_checker(serving, plant: str, times: int, found: str) -> None:
    processes = serving(application="tests.faults.planted_asgi:application", PLANT=plant)
    twos = couples.couples(8 if IS_LONG else 4, processes.apps, SLUGS, seed=2)
    kills = trouble.kills(processes.apps, times, every=EVERY)
    with suppress(
        load.Behind
    ):  # with such a fault somebody may wait for ever: here only what was kept counts
        asyncio.run(load.walked(twos, kills, patience=2))
    problems = history.problems(sent_by(twos))
    assert any(problem.startswith(found) for problem in problems)
