"""Puts faults into the modules that decide who may do what, one at a time, and counts how many make a test fail.

Usage: python -m tests.mutation [module ...]. Prints a score for each module, and every fault that no test noticed. Ends
with 1 if a score is below the least that is asked, or if tests fail by themselves.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.mutation.modules import LEAST, SAME, TESTS
from tests.mutation.plugin import HANGS, KILLED, NOT_TRIED, SURVIVED

NOTICED: Final = {KILLED, HANGS}
WITHOUT_LINE: Final = re.compile(r"^([\w.<>]+):\d+:")


def score(outcomes: Mapping[str, Sequence[str]], same: Mapping[str, str]) -> tuple[int, int, list[str]]:
    """Return how many faults were noticed, of how many, and those that were not. What changes nothing is left out."""
    noticed, unnoticed = 0, []
    for outcome, faults in outcomes.items():
        if outcome in NOTICED:
            noticed += len(faults)
        elif outcome != NOT_TRIED:
            unnoticed += [f"{outcome}: {one}" for one in faults if WITHOUT_LINE.sub(r"\1:", one) not in same]
    return noticed, noticed + len(unnoticed), unnoticed


def run(module: str, folder: Path) -> bool:
    """Print the score of one module; return whether it is enough."""
    report = folder / f"{module.replace('/', '-')}.json"
    asked = [
        "-p",
        "no:xdist",
        "-p",
        "tests.mutation.plugin",
        "--mutate",
        module,
        "--mutation-report",
        str(report),
    ]
    ran = _pytest(*asked, *TESTS[module])
    if not report.exists():
        print(f"{module}: no result\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}", flush=True)
        return False
    found = json.loads(report.read_text())
    outcomes = found["outcomes"]
    for one, source in found["anew"].items():
        outcomes.setdefault(KILLED if _fails_anew(module, source, folder) else SURVIVED, []).append(one)
    noticed, of, unnoticed = score(outcomes, SAME.get(module, {}))
    enough = of > 0 and noticed * 100 >= LEAST * of
    print(
        f"{module}: {noticed} of {of} faults noticed ({noticed * 100 // max(of, 1)} %){'' if enough else ' TOO FEW'}"
    )
    for one in (
        *unnoticed,
        *(f"{why}: {one}" for why in (HANGS, NOT_TRIED) for one in outcomes.get(why, ())),
    ):
        print(f"    {one}", flush=True)
    return enough


def _fails_anew(module: str, source: str, folder: Path) -> bool:
    """Return whether a test fails, or nothing starts at all, where the module is imported with this source."""
    mutant = folder / "mutant.py"
    mutant.write_text(source)
    named = {"COUNTERPOINT_MUTANT": f"{Path(module).resolve()}{os.pathsep}{mutant}"}
    return _pytest("-x", "-n", "2", "-p", "tests.mutation.anew", *TESTS[module], **named).returncode != 0


def _pytest(*options: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | env)


def main(asked: Sequence[str]) -> int:
    if unknown := [one for one in asked if one not in TESTS]:
        sys.exit(f"counterpoint: not in the list of modules: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory() as folder:
        enough = [run(module, Path(folder)) for module in asked or TESTS]
    return 0 if all(enough) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
