"""The gate's queues: side by side, each to its end whatever failed, and nothing left running when told to end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import queues
from scripts.queues import Job, Running

MEETS = """
import pathlib, sys, time
mine, other = map(pathlib.Path, sys.argv[1:])
mine.touch()
until = time.monotonic() + 20
while not other.exists() and time.monotonic() < until:
    time.sleep(0.02)
sys.exit(not other.exists())
"""
WAITS_IN_A_QUEUE = """
import pathlib, sys
from scripts import queues
from scripts.with_servers import tidy_up_when_told_to_end
tidy_up_when_told_to_end()
job = queues.Job("child", [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"], {})
queues.run([[job]], pathlib.Path(), print)
"""


def python(name: str, code: str, *words: object) -> Job:
    return Job(name, [sys.executable, "-c", code, *map(str, words)], {})


def run(folder: Path, *jobs: list[Job]) -> dict[str, tuple[int, str]]:
    """The exit code and the output of each."""
    ended: dict[str, tuple[int, str]] = {}

    def note(one: Running, code: int) -> None:
        ended[one.job.name] = (code, one.printed())

    queues.run(jobs, folder, note)
    return ended


def test_queues_run_side_by_side(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    ended = run(tmp_path, [python("a", MEETS, one, other)], [python("b", MEETS, other, one)])
    assert ended == {"a": (0, ""), "b": (0, "")}


def test_a_job_that_fails_stops_no_other(tmp_path: Path) -> None:
    fails, says = python("fails", "import sys; sys.exit(3)"), python("says", "print('said')")
    assert run(tmp_path, [fails, says], [python("b", "")]) == {
        "fails": (3, ""),
        "says": (0, "said\n"),
        "b": (0, ""),
    }


def test_what_runs_ends_when_the_queues_are_told_to_end() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS_IN_A_QUEUE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as told:  # fmt: skip
        child = next(int(line) for line in told.stdout if line.strip().isdigit())
        told.send_signal(signal.SIGTERM)
        told.wait(20)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
