"""Adds up what passed, what failed and what could not be looked at, while jobs end."""

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 # reads the reports that pytest made here

from scripts.audit import NOT_LOOKED_AT
from scripts.queues import Running

AUDIT = "known vulnerabilities"


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    wrong: list[str] = field(default_factory=list)
    not_looked_at: list[str] = field(default_factory=list)
    """What could not be tried here, and is not red: no change of the code would mend it."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each ring took, by the clock."""

    def ended(self, one: Running, code: int) -> None:
        """Print what one job put out, unless that was printed already, and add what it counted."""
        name, report = one.job.name, one.job.report
        if report is None:
            could_not = name == AUDIT and code == NOT_LOOKED_AT
            outcome = "COULD NOT LOOK" if could_not else "FAILED" if code else "ok    "
            print(f"{one.printed()}{outcome} {name}", flush=True)
            if code:
                (self.not_looked_at if could_not else self.wrong).append(name)
            return
        print(f"\n== {name}: {' '.join(one.job.command[2:])}\n{one.printed()}", flush=True)
        self.seconds[name] = one.seconds()
        passed, failed = _counted(report)
        self.passed, self.failed = self.passed + passed, self.failed + failed
        if code:
            self.failed += not failed
            self.wrong.append(f"{name} (pytest ended with {code})")


def _counted(report: Path) -> tuple[int, int]:
    """What passed and what failed. A skipped test counts as failed: nothing may be left out."""
    if not report.exists():
        return 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # nosec B314 # pytest's own
    count = {
        key: sum(int(suite.get(key, 0)) for suite in suites)
        for key in ("tests", "failures", "errors", "skipped")
    }
    failed = count["failures"] + count["errors"] + count["skipped"]
    return max(count["tests"] - failed, 0), failed
