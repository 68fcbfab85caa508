"""Names the tests that cost most, so that they take turns in the gate.

Usage: python -m tests.costly REPORT.xml…   (JUnit reports of whole runs, made while nothing else ran: `make test-long`)
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree  # nosec B405 # reads the reports that pytest made here

SECONDS: Final = 0.3
"""A test that takes at least so long in one of its cases is costly."""
EVERY_DAY: Final = (
    "tests/core/",
    "tests/matrix/test_matrix.py",
    "tests/exercises/page_costs/",
    "exercises/steps/",
)
"""What decides for everything else is tried each day, whatever it costs."""
LIST: Final = Path(__file__).with_name("costly.txt")


def costly(cases: Iterable[tuple[str, str, float]]) -> list[str]:
    """Return the names of the costly tests. `cases`: the dotted module, the name and the seconds of each."""
    longest: dict[str, float] = defaultdict(float)
    for module, name, seconds in cases:
        test = f"{module.replace('.', '/')}.py::{name.partition('[')[0]}"
        longest[test] = max(longest[test], seconds)
    return sorted(
        test for test, seconds in longest.items() if seconds >= SECONDS and not test.startswith(EVERY_DAY)
    )


def main(reports: list[str]) -> None:
    cases = (
        (case.get("classname", ""), case.get("name", ""), float(case.get("time", 0)))
        for report in reports
        for case in ElementTree.parse(report).iter("testcase")  # nosec B314 # pytest's own
    )
    LIST.write_text("".join(f"{test}\n" for test in costly(cases)))


if __name__ == "__main__":
    main(sys.argv[1:])
