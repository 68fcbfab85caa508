"""The benchmark's count: a checker that never failed proves nothing, so one floor here loses messages on purpose."""

import asyncio
from dataclasses import replace

import pytest

from benchmarks.figures import Phase
from benchmarks.floors import Floor
from benchmarks.load import Pair
from benchmarks.run import Plan, Run

PLAN = replace(Plan(), cold=40)


def cold_start(letter: str, redis_url: str, connections: int = 1) -> Phase:
    run = Run(Floor(letter, redis_url, 2600), replace(PLAN, connections=connections), stores={})

    async def serve_and_act() -> None:
        with run.subject.serve() as served:
            await run.cold(served)

    asyncio.run(serve_and_act())
    return run.result.phases["cold"]


@pytest.mark.parametrize("letter", ["a", pytest.param("b", marks=pytest.mark.long)])
def test_an_honest_floor_delivers_everything_from_a_cold_start(letter: str, redis_url: str) -> None:
    phase = cold_start(letter, redis_url)
    assert (phase.sent, phase.delivered, phase.faults) == (40, 40, [])


def test_a_floor_that_loses_its_first_messages_is_found_out(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pair, "patience", 0.5)
    phase = cold_start("lossy", redis_url)
    assert phase.delivered < phase.sent == 40
    assert any("delivered" in fault for fault in phase.faults)


def test_every_tab_at_an_honest_floor_gets_every_screen(redis_url: str) -> None:
    phase = cold_start("b", redis_url, connections=2)
    assert (phase.sent, phase.delivered, phase.further, phase.faults) == (40, 40, 80, [])


def test_a_floor_that_forgets_second_tabs_is_found_out(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pair, "patience", 0.5)
    phase = cold_start("deaf", redis_url, connections=2)
    assert any("80 screens due on further tabs" in fault for fault in phase.faults)
