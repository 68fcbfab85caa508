"""Runs the rings of tests in order, from the inside out, and adds up what passed.

Usage: python -m scripts.rings [lint] [core] [sqlite] [postgres] [faults] [browser] [commands]
Everything runs even when something failed before. It prints which servers were used, and skips nothing in silence.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from scripts import machine, versions
from scripts.with_servers import servers, tidy_up_when_told_to_end
from tests.servers import folder_for

Env = dict[str, str]
BOTH = ["-n", "2", "--dist", "loadfile"]
RINGS = {
    "core": ["tests/core", "exercises/steps", *BOTH],
    "sqlite": [
        "tests/matrix",
        "tests/config",
        "tests/couples",
        "tests/exercises",
        "tests/recorded_sessions",
        *BOTH,
    ],
    "postgres": ["tests/couples", "tests/exercises", *BOTH],
    "faults": ["tests/faults"],
    "browser": ["tests/browser"],
}
WITH_SERVERS = {"postgres", "faults", "browser"}
LINT = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "imports": ["lint-imports"],
    "templates": ["djlint", "templates", "exercises/steps", "--lint", "--quiet"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "settings": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}
COMMANDS = {
    "exercises": ["manage.py", "check_exercises"],
    "recorded sessions": ["manage.py", "replay_sessions"],
}
PRODUCTION = {
    "ALLOWED_HOSTS": "counterpoint.example",
    "EMAIL_URL": "smtp://localhost",
    "SECRET_KEY": "only-to-check-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz",
    "MASTER_KEYS": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
}


@dataclass
class Tally:
    folder: Path
    passed: int = 0
    failed: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each ring took, by the clock."""

    def step(self, name: str, words: list[str], env: Env) -> None:
        """Run one command that either goes well or does not."""
        code = _run(_command(words), env)
        print(f"{'FAILED' if code else 'ok    '} {name}", flush=True)
        if code:
            self.wrong.append(name)

    def ring(self, name: str, words: list[str], env: Env) -> None:
        """Run one ring of tests and add what it counted."""
        print(f"\n== {name}: pytest {' '.join(words)}", flush=True)
        report = self.folder / f"{name}.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *words]
        began = time.monotonic()
        code = _run(command, env | {"COUNTERPOINT_TEST_DATA": str(self.folder / name)})
        self.seconds[name] = time.monotonic() - began
        passed, failed = _counted(report)
        self.passed, self.failed = self.passed + passed, self.failed + failed
        if code:
            self.failed += not failed
            self.wrong.append(f"{name} (pytest ended with {code})")


def _run(command: list[str], env: Env) -> int:
    """Its exit code. When we are told to end, it gets time to stop what it has started."""
    running = subprocess.Popen(command, env={**os.environ, **env})
    try:
        return running.wait()
    except (KeyboardInterrupt, SystemExit) as told:
        if isinstance(told, SystemExit):  # Ctrl-C has reached it already
            running.send_signal(signal.SIGINT)
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            running.kill()
        raise


def _command(words: list[str]) -> list[str]:
    tool = Path(sys.executable).parent / words[0]
    return [str(tool), *words[1:]] if tool.exists() else [sys.executable, *words]


def _counted(report: Path) -> tuple[int, int]:
    """What passed and what failed. A skipped test counts as failed: nothing may be left out."""
    if not report.exists():
        return 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    count = {
        key: sum(int(suite.get(key, 0)) for suite in suites)
        for key in ("tests", "failures", "errors", "skipped")
    }
    failed = count["failures"] + count["errors"] + count["skipped"]
    return max(count["tests"] - failed, 0), failed


def run(wanted: list[str], tally: Tally) -> str:
    """Run the wanted rings; the answer names the servers that were used."""
    data = str(tally.folder / "data")
    here = {
        "COUNTERPOINT_DATA": data,
        "COUNTERPOINT_TEST_DATA": data,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    if "lint" in wanted:
        for name, words in LINT.items():
            tally.step(name, words, here | PRODUCTION | {"HELP_FILE": _checked_services(tally.folder)})
    for name in (name for name in wanted if name in RINGS and name not in WITH_SERVERS):
        tally.ring(name, RINGS[name], {})
    used = _with_servers([name for name in wanted if name in WITH_SERVERS], tally)
    if "commands" in wanted:
        tally.step("migrate", ["manage.py", "migrate", "--verbosity", "0"], here | {"DEMO": "1"})
        for name, words in COMMANDS.items():
            tally.step(name, words, here | {"DEMO": "1"})
    return used


def _checked_services(folder: Path) -> str:
    """The places of the help page as an operator leaves them: each tried, with the day. Ours come unchecked."""
    ours = (Path(__file__).parent.parent / "couples" / "help" / "regions" / "world.yaml").read_text()
    file = folder / "places.yaml"
    file.write_text(ours.replace("checked:\n", f"checked: {datetime.now(UTC).date().isoformat()}\n"))
    return str(file)


def _with_servers(wanted: list[str], tally: Tally) -> str:
    if not wanted:
        return versions.line({})
    found = {"CHROMIUM": machine.chromium()} if "browser" in wanted else {}
    with servers() as started:
        env = dict(started) | found
        for name in wanted:
            asynchronous = {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"} if name == "browser" else {}
            tally.ring(name, RINGS[name], env | asynchronous)
        return versions.line(env)


def main(asked: list[str]) -> int:
    known = ["lint", *RINGS, "commands"]
    if unknown := [name for name in asked if name not in known]:
        sys.exit(f"counterpoint: there is no ring {', '.join(unknown)}; there are {', '.join(known)}.")
    started = time.monotonic()
    tidy_up_when_told_to_end()
    with folder_for("tests") as folder:
        tally = Tally(folder)
        used = run([name for name in known if not asked or name in asked], tally)
    each = "".join(f", {name} {took:.0f}" for name, took in tally.seconds.items())
    print(f"\nUsed {used}. Took {time.monotonic() - started:.0f} s{each}.")
    for name in tally.wrong:
        print(f"Not in order: {name}")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.wrong or tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
