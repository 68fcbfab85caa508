"""What the benchmark counts of idle couples: floors that do not leave them alone are found out."""

import asyncio
from dataclasses import replace

import pytest

from benchmarks.figures import Result
from benchmarks.floors import Floor
from benchmarks.load import Pair
from benchmarks.scale import Scale


def idle_couples(letter: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr(Scale, "settling", 0.2)
    monkeypatch.setattr(Scale, "idle", 1.2)
    monkeypatch.setattr(Pair, "patience", 0.5)
    run = Scale(Floor(letter, redis_url, 2600), 30, connections=1, stores={})
    run.plan = replace(run.plan, steady=0.5, few_pace=0.2)
    asyncio.run(run.all())
    return run.result


def test_idle_couples_at_an_honest_floor_are_left_alone_while_one_of_them_acts(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = idle_couples("b", redis_url, monkeypatch)
    assert result.faults() == []
    active = result.phases["active"]
    assert (active.couples, active.delivered) == (1, active.sent)
    assert active.sent > 0
    assert result.idle is not None
    assert result.idle.couples == 30


@pytest.mark.parametrize(
    ("letter", "noticed"), [("restless", "58 screens too many"), ("closing", "60 sockets closed")]
)
def test_a_floor_that_does_not_leave_idle_couples_alone_is_found_out(
    letter: str, noticed: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert noticed in idle_couples(letter, redis_url, monkeypatch).faults()
