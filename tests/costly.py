"""Names the tests that cost most, so that they take turns in the gate.

Usage: python -m tests.costly REPORT.xml…   (JUnit reports of whole runs, made while nothing else ran: `make test-long`)
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import Final
from xml.etree import ElementTree  # nosec B405 # reads the reports that pytest made here

SECONDS: Final = {"tests/faults/": 5.0, "tests/browser/": 5.0, "tests/": 0.3}
"""By folder, the first that fits: a test that takes at least so long in one of its cases is costly."""
EVERY_DAY: Final = (
    "tests/matrix/test_matrix.py",
    "tests/exercises/page_costs/",
    "tests/time/",
    "tests/exercises/private/",
    "tests/exercises/counselor/caseload/test_noninterference.py",
    "tests/exercises/counselor/test_secrecy_of_readings.py",
    "tests/exercises/counselor/test_withdrawn_meanwhile.py",
    "tests/exercises/counselor/test_pages.py::test_who_refused_or_withdrew_changes_no_byte",
    "tests/exercises/counselor/to_one/test_nobody_can_tell.py",
    "tests/exercises/live/test_secrecy",
    "tests/faults/test_canaries.py::test_no_canary_is_anywhere_but_with_its_author",
    "tests/faults/test_durability.py::test_kills_lose_nothing_and_double_nothing",
    "tests/faults/test_nginx.py::test_one_of_two_processes_dies_behind_it_and_nothing_is_lost",
    "tests/faults/test_withdrawal_races.py",
)
"""What decides for everything else, and that nothing of one reaches another, is tried each day, whatever it costs."""
OF_ITS_OWN: Final = "by_turns."
"""A module that says this has turns of its own. Both together would try the same third for ever."""
ROOT: Final = Path(__file__).parents[1]
LIST: Final = ROOT / "tests/costly.txt"


def costly(cases: Iterable[tuple[str, str, float]]) -> list[str]:
    """Return the names of the costly tests. `cases`: the dotted module, the name and the seconds of each."""
    longest: dict[str, float] = defaultdict(float)
    for module, name, seconds in cases:
        test = f"{module.replace('.', '/')}.py::{name.partition('[')[0]}"
        longest[test] = max(longest[test], seconds)
    return sorted(
        test
        for test, seconds in longest.items()
        if not test.startswith(EVERY_DAY)
        and not has_turns(test.partition("::")[0])
        and seconds >= next((least for folder, least in SECONDS.items() if test.startswith(folder)), inf)
    )


def has_turns(module: str) -> bool:
    """Return whether this module has turns of its own."""
    path = ROOT / module
    return path.exists() and OF_ITS_OWN in path.read_text()


def main(reports: list[str]) -> None:
    cases = (
        (case.get("classname", ""), case.get("name", ""), float(case.get("time", 0)))
        for report in reports
        for case in ElementTree.parse(report).iter("testcase")  # nosec B314 # pytest's own
    )
    LIST.write_text("".join(f"{test}\n" for test in costly(cases)))


if __name__ == "__main__":
    main(sys.argv[1:])
