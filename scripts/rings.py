"""Runs the rings of tests and adds up what passed: those that mostly wait beside those that compute.

Usage: python -m scripts.rings [lint] [core] [sqlite] [postgres] [faults] [browser] [time] [commands]
Everything runs even when something failed before. It prints which servers were used, and skips nothing in silence.
"""

import os
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from scripts import machine, queues, versions
from scripts.queues import Job
from scripts.tally import AUDIT, Tally
from scripts.with_servers import servers, tidy_up_when_told_to_end
from tests import both_databases, by_turns
from tests.long_run import IS_LONG
from tests.servers import folder_for

Env = Mapping[str, str]
BOTH = ["-n", "2", "--dist", "worksteal"]
ALL_BUT_CORE = [
    *("tests/matrix", "tests/exercises/page_costs", "tests/config", "tests/fuzz"),  # the longest first
    *("tests/couples", "tests/exercises"),
    "tests/recorded_sessions",
]
on_both = [*both_databases.modules(ALL_BUT_CORE), "-m", "both_databases"]
RINGS = {
    "core": ["tests/core", "exercises/steps", *BOTH],
    "sqlite": [*ALL_BUT_CORE, *BOTH],
    "postgres": [*(ALL_BUT_CORE if IS_LONG else on_both), *BOTH],
    "faults": ["tests/faults", "--migrations"],
    "browser": ["tests/browser", "-n", "2", "--dist", "loadfile"],
    "time": ["tests/time", "-n", "2", "--dist", "loadfile"],
    **({"long": ["tests/long"]} if IS_LONG else {}),
}
COMPUTING = ("core", "sqlite", "long")
WAITING = ("faults",)
"""They start processes and wait for them: they run beside the others."""
RESTING = ("time", "browser", "postgres")
"""Requests that wait for their answers nearly all the time disturb nobody, so these come one after the other."""
WITHOUT_SERVERS = ("core", "sqlite")
DURABLE = ("faults",)
"""Their PostgreSQL writes as it does in production: processes are killed, and nothing may be lost."""
JINJA = ["--profile=jinja", "--extension=jinja"]
LINT = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "imports": ["lint-imports"],
    "bandit": ["bandit", "-q", "-r", "-c", "pyproject.toml", "config", "couples", "exercises", "scripts"],
    "names": ["-m", "scripts.names"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "live templates": ["djlint", "templates/live", "exercises/steps", "--lint", "--quiet", *JINJA],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": ["-m", "scripts.deployment"],
    "settings": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}
COMMANDS = {
    "migrate": ["manage.py", "migrate", "--verbosity", "0"],
    "exercises": ["manage.py", "check_exercises"],
    "recorded sessions": ["manage.py", "replay_sessions"],
}
PRODUCTION = {
    "ALLOWED_HOSTS": "counterpoint.example",
    "EMAIL_URL": "smtp://localhost",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "TRUSTED_PROXIES": "127.0.0.1",
    "SECRET_KEY": "only-to-check-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz",
    "MASTER_KEYS": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
}


def _step(name: str, words: list[str], env: Env) -> Job:
    """A command that either goes well or does not."""
    tool = Path(sys.executable).parent / words[0]
    return Job(name, [str(tool), *words[1:]] if tool.exists() else [sys.executable, *words], env)


def _ring(name: str, folder: Path, servers: Env) -> Job:
    """A ring of tests, with a data folder of its own and databases of its own name on these servers."""
    report = folder / f"{name}.xml"
    own = {key: f"{url}_{name}" for key, url in servers.items() if key.endswith("DATABASE_URL")}
    own["COUNTERPOINT_TEST_DATA"] = str(folder / name)
    if name == "browser":
        own["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *RINGS[name]]
    return Job(name, command, {**servers, **own}, report)


def run(wanted: list[str], folder: Path, tally: Tally) -> str:
    """Run the wanted rings; the answer names the servers that were used."""
    data = str(folder / "data")
    here = {
        "COUNTERPOINT_DATA": data,
        "COUNTERPOINT_TEST_DATA": data,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    with ExitStack() as ending:
        computing = _jobs(COMPUTING, wanted, folder, ending)
        waiting = _jobs(WAITING, wanted, folder, ending)
        resting = _jobs(RESTING, wanted, folder, ending)
        if "lint" in wanted:
            written = {"HELP_FILE": _checked_services(folder), "PRIVACY_FILE": _completed_notice(folder)}
            strict = here | PRODUCTION | written | {"NGINX": machine.nginx()}
            machine.systemd_analyze()  # brought now: two steps can't install at the same time
            waiting += [_step(name, words, strict) for name, words in LINT.items()]
        if "long" in wanted:
            waiting.append(Job(AUDIT, ["scripts/audit"], here))
            computing.append(_step("mutation", ["-m", "tests.mutation"], {"COUNTERPOINT_PROOFS": ""}))
        if "commands" in wanted:
            demo = here | {"DEMO": "1"}
            computing += [_step(name, words, demo) for name, words in COMMANDS.items()]
        queues.run([waiting, computing, resting], folder, tally.ended)
        used = {
            key: url for job in [*computing, *waiting, *resting] if job.report for key, url in job.env.items()
        }
        return versions.line(used)


def _jobs(names: tuple[str, ...], wanted: list[str], folder: Path, ending: ExitStack) -> list[Job]:
    """The wanted rings among these, on servers that stop at the end."""
    found = {"CHROMIUM": machine.chromium()} if "browser" in wanted else {}
    if "faults" in names and "faults" in wanted:
        found |= {"NGINX": machine.nginx(), "SYSTEMD_ANALYZE": machine.systemd_analyze()}
    started: dict[bool, Env] = {}
    jobs = []
    for name in (name for name in names if name in wanted):
        is_durable = name in DURABLE
        if name not in WITHOUT_SERVERS and is_durable not in started:
            started[is_durable] = ending.enter_context(servers(is_durable))
        env = {} if name in WITHOUT_SERVERS else {**started[is_durable], **found}
        jobs.append(_ring(name, folder, env))
    return jobs


def _checked_services(folder: Path) -> str:
    """The places of the help page as an operator leaves them: each tried, with the day. Ours come unchecked."""
    ours = (Path(__file__).parent.parent / "couples" / "help" / "regions" / "world.yaml").read_text()
    file = folder / "places.yaml"
    file.write_text(ours.replace("checked:\n", f"checked: {datetime.now(UTC).date().isoformat()}\n"))
    return str(file)


def _completed_notice(folder: Path) -> str:
    """The operator's part of the privacy page, completed. Ours comes empty."""
    days = {"backup_days": "30", "key_backup_days": "7", "updated": "2026-11-25"}
    ours = (Path(__file__).parent.parent / "couples" / "help" / "privacy_example.yaml").read_text()
    keys = [line.removesuffix(":") for line in ours.splitlines() if line.endswith(":") and line[0] != "#"]
    file = folder / "privacy.yaml"
    file.write_text("".join(f"{key}: {days.get(key, 'said')}\n" for key in keys))
    return str(file)


def main(asked: list[str]) -> int:
    known = ["lint", *RINGS, "commands"]
    if unknown := [name for name in asked if name not in known]:
        sys.exit(f"counterpoint: there is no ring {', '.join(unknown)}; there are {', '.join(known)}.")
    started = time.monotonic()
    tidy_up_when_told_to_end()
    if not IS_LONG:
        os.environ.setdefault(by_turns.TURN, str(datetime.now(UTC).date().toordinal()))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of hundreds of processes would compile all anew
    tally = Tally()
    with folder_for("tests") as folder:
        used = run([name for name in known if not asked or name in asked], folder, tally)
    each = "".join(f", {name} {took:.0f}" for name, took in tally.seconds.items())
    print(f"\nUsed {used}. Took {time.monotonic() - started:.0f} s{each}.")
    for name in tally.not_looked_at:
        print(
            f"NOT LOOKED AT: {name}. Nobody could be asked from here; run `make audit` where there is a network."
        )
    for name in tally.wrong:
        print(f"Not in order: {name}")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.wrong or tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
