"""The tables: absolute numbers of this machine on this day, and ratios to the floors, which can be compared."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.figures import Phase, Result
from benchmarks.run import Subject

Figure = Callable[[Result], float | None]


def of(phase: str, name: str) -> Figure:
    """One number of one phase, None where there was no such phase."""
    return lambda result: getattr(result.phases.get(phase), name, None)


FIGURES: list[tuple[str, Figure]] = [
    ("p50 few", of("few", "p50")),
    ("p99 few", of("few", "p99")),
    ("p50 many", of("many", "p50")),
    ("p99 many", of("many", "p99")),
    ("at most/s", of("max", "per_second")),
    ("CPU us", of("max", "server_us")),
    ("CPU us many", of("many", "server_us")),
    ("DB CPU us", of("max", "store_us")),
    ("KiB/conn", lambda result: result.kib_per_connection),
    ("bytes", lambda result: result.frame_bytes or None),
]
COMPARED = ("p50 few", "p99 few", "p50 many", "p99 many", "at most/s", "CPU us", "KiB/conn")
LEGEND = """\
p50, p99: ms from a command sent to the partner's screen, few and many couples at a steady pace.
at most/s: commands a second when few couples go as fast as they can, all servers of a subject on one core.
CPU us: microseconds of server CPU for each command at that speed, and at the steady pace of many.
DB CPU us: the same for PostgreSQL and Redis. KiB/conn: private memory of the servers for each open socket."""


def title(result: Result | Subject) -> str:
    return f"{result.name}, {result.frames}, {result.processes} proc."


def machine() -> str:
    python, linux = platform.python_version(), platform.release()
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {python}, Linux {linux}"


def floors(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.name.startswith("Floor")]


def ratio(label: str, result: Result, floor: Result) -> float | None:
    """How many times the floor's figure this one is."""
    figure = dict(FIGURES)[label]
    own, least = figure(result), figure(floor)
    return round(own / least, 2) if own is not None and least else None


def table(
    corner: str, heads: Sequence[str], lines: Sequence[tuple[str, Sequence[float | None]]]
) -> list[str]:
    """Lines of text in columns; what was not measured is a dash."""
    cells = [[corner, *heads]]
    cells += [
        [name, *("–" if value is None else f"{value:,g}" for value in values)] for name, values in lines
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    first, *others = widths
    return [
        "  ".join(
            [row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], others, strict=True))]
        )
        for row in cells
    ]


def counted(name: str, phase: Phase) -> str:
    """What was sent and delivered in a phase, and how busy the machine was with us and with others."""
    counts = f"{phase.couples:4} couples, {phase.seconds:5.1f} s: sent {phase.sent:6}, delivered {phase.delivered:6}"
    if phase.further:
        counts += f", on further tabs {phase.further}"
    times = f"p50 {phase.p50:8.2f}, p99 {phase.p99:8.2f}, app {phase.server_us} us each"
    cores = f"client {phase.client_cores:.2f}, others {phase.other_cores:.2f} cores"
    return f"  {name:4} {counts}, {times}; {cores}"


def idle(result: Result) -> list[str]:
    """What it cost that people were only there."""
    if result.idle is None:
        return []
    found = result.idle
    cores = ", ".join(f"{name} {used:.3f}" for name, used in found.cores.items())
    opened = f"app {found.app_mib} MiB; {found.sockets} sockets opened in {found.opened_seconds} s"
    return [f"  idle {found.couples} couples, {found.seconds} s: cores of {cores}; {opened}"]


def memory(result: Result) -> list[str]:
    """What the servers held after each minute of a soak."""
    return (
        [f"  MiB of the app after each minute: {', '.join(map(str, result.app_mib))}"]
        if result.app_mib
        else []
    )


def as_text(results: Sequence[Result], load: Mapping[str, Any]) -> str:
    measured = [
        (label, figure) for label, figure in FIGURES if any(figure(one) is not None for one in results)
    ]
    heads = [label for label, _figure in measured]
    absolute = [(title(result), [figure(result) for _label, figure in measured]) for result in results]
    lines = [machine(), ", ".join(f"{name} {value}" for name, value in load.items())]
    lines += [*(["", *table("", heads, absolute)] if measured else [])]
    for floor in floors(results):
        compared = [(title(one), [ratio(label, one, floor) for label in COMPARED]) for one in results]
        lines += ["", *table(f"as a multiple of {floor.name}", COMPARED, compared)]
    lines += ["", LEGEND] if measured else []
    for result in results:
        lines += [
            "",
            title(result),
            *idle(result),
            *(counted(name, phase) for name, phase in result.phases.items()),
            *memory(result),
        ]
        lines += [f"  FAULT {fault}" for fault in result.faults()]
    return "\n".join(
        [*lines, "", "Everything sent was delivered." if is_whole(results) else "FAILED: see the faults."]
    )


def as_json(results: Sequence[Result], load: Mapping[str, Any]) -> dict[str, Any]:
    ratios = {
        f"{title(result)} / {floor.name}": {label: ratio(label, result, floor) for label in COMPARED}
        for result in results
        for floor in floors(results)
        if result is not floor
    }
    figures = {title(result): {label: figure(result) for label, figure in FIGURES} for result in results}
    ok = is_whole(results)
    return {
        "machine": machine(),
        "load": dict(load),
        "ok": ok,
        "figures": figures,
        "ratios": ratios,
        "results": [one.as_json() for one in results],
    }


def is_whole(results: Sequence[Result]) -> bool:
    return bool(results) and not any(result.faults() for result in results)
