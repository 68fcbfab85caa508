"""The servers under load: uvicorn as `scripts/serve` starts it, on free ports of this machine, on their own core."""

import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.servers import ROOT, Process, folder_for, free_port

# All processes of a subject share the last core; the client and the databases have the others.
# "At most" is then what one core of app can do, and the client never takes time from what it measures.
CORES = sorted(os.sched_getaffinity(0))
APP_CORES = set(CORES[-1:])
OTHER_CORES = set(CORES[:-1]) or APP_CORES

TROUBLE = re.compile(r'"level": "(warning|error|critical)"|^(WARNING|ERROR|CRITICAL)\b|^Traceback')


@dataclass(frozen=True)
class Served:
    """Running servers, first to last."""

    processes: list[Process]

    @property
    def ports(self) -> list[int]:
        return [process.port for process in self.processes]

    @property
    def pids(self) -> list[int]:
        return [process.running.pid for process in self.processes if process.running]

    def complaints(self) -> list[str]:
        """What they logged of warnings and errors: nothing, if all went well."""
        lines = [line for process in self.processes for line in process.said().splitlines()]
        return [line for line in lines if TROUBLE.search(line)]


def command_line(app: str, port: int) -> list[str]:
    """The words of `scripts/serve` for another app: a floor served with other limits would be no comparison."""
    line = (ROOT / "scripts/serve").read_text().replace("\\\n", " ").rpartition("\nexec ")[2]
    words = shlex.split(line)
    named = {"config.asgi:application": app, "$1": str(port), "${SERVE_HOST:-127.0.0.1}": "127.0.0.1"}
    return [sys.executable, *(named.get(word, word) for word in words[1:]), "--log-level", "warning"]


@contextmanager
def serving(app: str, count: int, env: Mapping[str, str]) -> Iterator[Served]:
    """So many processes of one ASGI app, each on a port of its own, so that a client can choose its process."""
    cores = ",".join(map(str, APP_CORES))
    with folder_for("bench") as folder, ExitStack() as ending:
        served = Served([])
        for _ in range(count):
            port = free_port()
            command = ["taskset", "--cpu-list", cores, *command_line(app, port)]
            process = Process(command, port, os.environ | env, folder / f"{port}.log")
            ending.callback(process.stop)
            process.start()
            served.processes.append(process)
        yield served
