"""Runs in pytest in place of its own loop: for each mutant of one module, the tests that run its line, in a fork.

This process sets up the databases and starts no test. A fork of it runs all tests once and notes which run which
lines; then each mutant gets a fork, which ends at the first test that fails.
"""

from __future__ import annotations

import ast
import json
import os
import signal
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from coverage import Coverage
from django.db import connections

from couples.compiled_query import CompiledQuery, CompiledTogether
from tests.mutation import swapping
from tests.mutation.operators import mutants, outer_mutants

SLOWEST: Final = 8  # times as long as the tests take without a mutant, before it counts as hanging
KILLED, SURVIVED, NOT_TRIED, HANGS = "killed", "survived", "not tried", "hangs"
CANNOT, BROKEN = 3, 4
CODES: Final = {0: SURVIVED, 1: KILLED, CANNOT: NOT_TRIED, -signal.SIGALRM: HANGS}
Change = Callable[[], None]
ByLine = dict[str, list[tuple[float, int]]]


class Mutation:
    """`module`: its path from the project. `report`: the file that gets an outcome for each mutant, as JSON."""

    def __init__(self, module: str, report: Path) -> None:
        self.path, self.report = Path(module).resolve(), report

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Write a report: for each outcome the mutants; and for those to be tried anew, the sources."""
        _compile_each_time()
        self._set_up(session)
        by_line = self._lines(session)
        source = self.path.read_text()
        before, outcomes, anew = ast.parse(source), defaultdict(list), {}
        for mutant in (*mutants(source), *outer_mutants(source)):
            lines = range(mutant.line, mutant.last_line + 1)
            tests = sorted({one for line in lines for one in by_line.get(str(line), [])})
            if mutant.only_anew or not tests:
                anew[str(mutant)] = ast.unparse(mutant.tree)
            else:
                change = partial(swapping.swap, str(self.path), before, mutant.tree)
                outcomes[self._outcome(session, tests, change)].append(str(mutant))
        self.report.write_text(json.dumps({"outcomes": outcomes, "anew": anew}))
        return True

    def _set_up(self, session: pytest.Session) -> None:
        """Run one test with a database, so that there is one, and keep a copy of it as it is then."""
        first = next(item for item in session.items if item.get_closest_marker("django_db"))
        first.config.hook.pytest_runtest_protocol(item=first, nextitem=_Rest(session))
        connections.close_all()
        self.databases = {Path(one.settings_dict["NAME"]): b"" for one in connections.all()}
        self.databases = {path: path.read_bytes() for path in self.databases}

    def _in_a_fork(self, work: Callable[[], int], seconds: int) -> int:
        """Return what a process of its own ends with, or the negative number of the signal that ended it."""
        for path, contents in self.databases.items():
            path.write_bytes(contents)
            for more in ("-wal", "-shm", "-journal"):
                path.with_name(path.name + more).unlink(missing_ok=True)
        if child := os.fork():
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        code = BROKEN
        try:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os.dup2(nothing, 2)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(seconds)
            code = work()
        finally:
            os._exit(code)

    def _lines(self, session: pytest.Session) -> ByLine:
        """Return for each line of the module the tests that run it, each with the seconds that it takes."""
        notes = self.report.with_suffix(".lines")

        def run_all() -> int:
            coverage = Coverage(data_file=None, include=[str(self.path)], config_file=False)
            seconds = []
            coverage.start()
            for index, item in enumerate(session.items):
                coverage.switch_context(str(index))
                began = time.monotonic()
                if _fails(session, item):
                    notes.write_text(json.dumps(item.nodeid))
                    return 1
                seconds.append(time.monotonic() - began)
            coverage.stop()
            by_line = coverage.get_data().contexts_by_lineno(str(self.path))
            noted = {
                line: [(seconds[int(one)], int(one)) for one in tests if one]
                for line, tests in by_line.items()
            }
            notes.write_text(json.dumps(noted))
            return 0

        if self._in_a_fork(run_all, 3600):
            raise pytest.UsageError(f"without a mutant, in a fork, this fails: {notes.read_text()}")
        noted = json.loads(notes.read_text())
        return {line: [(seconds, index) for seconds, index in tests] for line, tests in noted.items()}

    def _outcome(self, session: pytest.Session, tests: list[tuple[float, int]], change: Change) -> str:
        def run() -> int:
            try:
                change()
            except swapping.CannotBeTried:
                return CANNOT
            return int(any(_fails(session, session.items[index]) for _seconds, index in tests))

        code = self._in_a_fork(run, 60 + int(SLOWEST * sum(seconds for seconds, _index in tests)))
        return CODES.get(code, KILLED)


def _compile_each_time() -> None:
    """Make compiled queries anew at each use: otherwise only the first test of all runs the lines that say them."""
    CompiledQuery.compiled = CompiledQuery._compile  # type: ignore[method-assign]
    CompiledTogether._sql = property(lambda _self: "", lambda _self, _sql: None)  # type: ignore[assignment]


class _Rest:
    """As if a test of elsewhere came next: what belongs to the whole session stays."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


def _fails(session: pytest.Session, item: pytest.Item) -> bool:
    before = session.testsfailed
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=_Rest(session))
    return session.testsfailed > before


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutate", help="the module to put faults in")
    parser.addoption("--mutation-report", help="the file for the outcomes")


def pytest_configure(config: pytest.Config) -> None:
    if module := config.getoption("--mutate"):
        config.pluginmanager.register(Mutation(module, Path(config.getoption("--mutation-report"))))
