"""What a process used, read from /proc: CPU seconds, private memory, what others took. Linux only."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the command's name, which may itself hold spaces and brackets."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def family(root: int) -> list[int]:
    """A process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    found = [root]
    for pid in found:
        found.extend(children.get(pid, ()))
    return found


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of these processes and all below them, ended children included."""
    total = 0
    for root in roots:
        for pid in family(root):
            try:
                total += sum(int(ticks) for ticks in _stat(pid)[11:15])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return total / TICKS


def private_kib(pids: Iterable[int]) -> int:
    """Memory that would come back if these processes ended (unique set size), in KiB."""
    text = "".join(Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
    return sum(int(kib) for kib in re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", text, re.MULTILINE))


def machine_busy_seconds() -> float:
    """CPU seconds used by anybody since the machine started."""
    first = Path("/proc/stat").read_text().split("\n")[0].split()
    user, nice, system, _idle, _wait, irq, soft, steal = map(int, first[1:9])
    return (user + nice + system + irq + soft + steal) / TICKS


@dataclass(frozen=True)
class Usage:
    """CPU seconds so far: of the app's servers, of its databases, of this client, of the whole machine."""

    servers: float
    stores: float
    client: float
    machine: float

    def __sub__(self, earlier: "Usage") -> "Usage":
        return Usage(
            self.servers - earlier.servers,
            self.stores - earlier.stores,
            self.client - earlier.client,
            self.machine - earlier.machine,
        )

    @property
    def others(self) -> float:
        """Processor use by others: above a tenth of a core, the latencies beside it are upper bounds."""
        return max(0.0, self.machine - self.servers - self.stores - self.client)


def usage(servers: Iterable[int], stores: Iterable[int]) -> Usage:
    """The clocks at this moment. The client is this process alone, without what it started."""
    own = os.times()
    return Usage(cpu_seconds(servers), cpu_seconds(stores), own.user + own.system, machine_busy_seconds())
