"""Runs queues of commands side by side, in each queue one after the other. It does not know what they are for."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 30  # seconds that a command gets to stop what it has started
INTERVAL = 0.1  # seconds between two looks at what is running


@dataclass(frozen=True)
class Job:
    """A command to be run. With a report it is a ring of tests, which writes what it counted there."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    report: Path | None = None


class Running:
    """A job that has been started. Its output is kept in a file, unless `output` is None: then it is printed."""

    def __init__(self, job: Job, output: Path | None) -> None:
        self.job, self.output, self.began = job, output, time.monotonic()
        env = {**os.environ, **job.env}
        if output is None:
            self.process = subprocess.Popen(job.command, env=env)
        else:
            with output.open("wb") as file:
                self.process = subprocess.Popen(job.command, env=env, stdout=file, stderr=subprocess.STDOUT)

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def printed(self) -> str:
        """What was kept of its output."""
        return self.output.read_text(errors="replace") if self.output else ""


def run(queues: Sequence[Sequence[Job]], folder: Path, ended: Callable[[Running, int], None]) -> None:
    """Run all jobs and call `ended` with each and its exit code. A job that fails stops no other.

    The output of jobs that may run beside others is kept in `folder`, so that it can be printed in one piece.
    When this process is told to end, so is everything that runs.
    """
    left = [list(queue) for queue in queues if queue]
    running: list[Running | None] = [None] * len(left)
    try:
        while any(left) or any(running):
            for index, one in enumerate(running):
                if one is not None and (code := one.process.poll()) is not None:
                    running[index] = None
                    ended(one, code)
                if running[index] is None and left[index]:
                    job = left[index].pop(0)
                    print(f"-- {job.name} …", flush=True)
                    running[index] = Running(job, folder / f"{job.name}.out" if len(left) > 1 else None)
            time.sleep(INTERVAL)
    except (KeyboardInterrupt, SystemExit) as told:
        by_keyboard = isinstance(told, KeyboardInterrupt)  # Ctrl-C has reached the commands already
        _stop([one for one in running if one is not None], must_be_told=not by_keyboard)
        raise


def _stop(running: Sequence[Running], must_be_told: bool) -> None:
    if must_be_told:
        for one in running:
            one.process.send_signal(signal.SIGINT)
    until = time.monotonic() + PATIENCE
    for one in running:
        try:
            one.process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            one.process.kill()
