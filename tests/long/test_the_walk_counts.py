"""The benchmark's couples walk every exercise to its end; a server that leaves screens out is found out."""

import asyncio

import pytest

from benchmarks.counterpoint import Counterpoint, Couples, environment
from benchmarks.figures import Result
from benchmarks.walk import Walk
from benchmarks.walks import Walks
from tests.servers import folder_for

EXERCISES = 3


def walked(app: str) -> Result:
    with folder_for("bench-data") as data:
        subject = Counterpoint(
            "Counterpoint", "json", 1, Couples(EXERCISES, "walk", 1, environment(data, {}))
        )
        subject.app = app
        run = Walks(subject, EXERCISES, stores={})
        asyncio.run(run.all())
        return run.result


def test_couples_walk_every_exercise_to_its_end() -> None:
    result = walked("config.asgi:application")
    assert result.faults() == []
    phase = result.phases["walk"]
    assert phase.sent == phase.delivered >= 10 * EXERCISES


def test_a_server_that_does_not_tell_the_partner_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Walk, "patience", 1.0)
    faults = walked("tests.faults.planted_silence:application").faults()
    assert f"walk: {EXERCISES} walks without an end" in faults
    assert any("delivered" in fault for fault in faults)
    assert any("screens stale" in fault for fault in faults)
