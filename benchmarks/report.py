"""The table: absolute numbers of this machine on this day, and ratios to the floors, which can be compared."""

import os
import platform
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.run import Result

Figure = Callable[[Result], float]
FIGURES: list[tuple[str, Figure]] = [
    ("p50 ms, few couples", lambda result: result.phases["few"].p50),
    ("p99 ms, few couples", lambda result: result.phases["few"].p99),
    ("p50 ms, many couples", lambda result: result.phases["many"].p50),
    ("p99 ms, many couples", lambda result: result.phases["many"].p99),
    ("commands/s at most", lambda result: result.phases["max"].per_second),
    ("server CPU us/command at most", lambda result: result.phases["max"].server_us),
    ("database CPU us/command at most", lambda result: result.phases["max"].store_us),
    ("server CPU us/command, many", lambda result: result.phases["many"].server_us),
    ("KiB per connection", lambda result: result.kib_per_connection),
    ("bytes of a screen", lambda result: result.frame_bytes),
]
COMPARED = FIGURES[:7] + FIGURES[8:9]


def title(result: Result) -> str:
    return f"{result.name}, {result.frames}, {result.processes} proc."


def floors(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.name.startswith("Floor")]


def ratio(figure: Figure, result: Result, floor: Result) -> float:
    return round(figure(result) / figure(floor), 2) if figure(floor) else float("nan")


def machine() -> str:
    python, linux = platform.python_version(), platform.release()
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {python}, Linux {linux}"


def rows(results: Sequence[Result]) -> list[list[str]]:
    """One line a figure, one column a subject, each followed by its ratio to floor A and B."""
    table = [["", *map(title, results)]]
    for label, figure in FIGURES:
        table.append([label, *(f"{figure(result):,g}" for result in results)])
    for floor in floors(results):
        table += [[""] * (len(results) + 1), [f"as a multiple of {floor.name}", *([""] * len(results))]]
        for label, figure in COMPARED:
            table.append([label, *(f"{ratio(figure, result, floor):g}" for result in results)])
    return table


def counts(result: Result) -> list[str]:
    """What was sent and delivered, and what else the machine was doing, phase by phase."""
    lines = []
    for name, phase in result.phases.items():
        lines.append(
            f"  {title(result):30} {name:4} {phase.couples:4} couples"
            f"  sent {phase.sent:6}  delivered {phase.delivered:6}  p50 {phase.p50:8.2f}  p99 {phase.p99:8.2f}"
            f"  client {phase.client_cores:.2f}  others {phase.other_cores:.2f} cores"
        )
    return lines + [f"    FAULT {fault}" for fault in result.faults()]


def as_text(results: Sequence[Result]) -> str:
    if not results:
        return "Nothing was run."
    table = rows(results)
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(row)
        )
        for row in (list(zip(row, widths, strict=True)) for row in table)
    ]
    counted = [line for result in results for line in counts(result)]
    whole = not any(result.faults() for result in results)
    verdict = "Everything sent was delivered." if whole else "FAILED: see the faults above."
    return "\n".join([machine(), "", *(line.rstrip() for line in lines), "", *counted, "", verdict])


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    ratios = {
        f"{title(result)} / {floor.name}": {label: ratio(figure, result, floor) for label, figure in COMPARED}
        for result in results
        for floor in floors(results)
        if result is not floor
    }
    ok = not any(result.faults() for result in results)
    return {"machine": machine(), "ok": ok, "results": [one.as_json() for one in results], "ratios": ratios}
