"""Which tests run on PostgreSQL as well as on SQLite: those of what the two databases do differently.

A test is chosen by what it says, with what it uses of its module; nobody has to remember a mark: `tests/conftest.py`
marks it. What stands in `pytestmark`, or in a fixture that every test has, is said by all.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

FOLDER = Path(__file__).parent
EVERYTHING_IN = ("recorded_sessions",)
"""Sessions of the past must replay on both."""
SAME_ON_BOTH = (
    *("docs_client", "hostile_frames", "parts", "secrecy_socket", "socket_access", "broadcast", "connection"),
    *("home_socket", "leaving_socket", "nobody_is_woken", "second_check_in", "unseen", "waiting_page"),
    *("frames", "pending", "poll", "revoke", "secrecy_of_readings"),
    *("changing_a_closed_form", "exit_page", "one_command_once", "own_line", "refused_words"),
    *("noninterference", "cells", "words_come_back", "observer_socket"),
)
"""Modules whose transactions are real only because their sockets or browsers use other threads: what they prove is
decided before the database is asked."""
DIFFERS = re.compile(
    r"transaction=True|atomic\(|(?<!capture_)on_commit|select_for_update"  # real transactions, and what they lock
    r"|IntegrityError|OperationalError|DatabaseError"  # what the database refuses
    r"|\bthreading\b|\bThread\w*\(|\bat_once\b"  # several at the same time
    r"|Among\("  # what is written in the SQL of each
    r"|forging\."  # what somebody writes past the application
    r"|CaptureQueries|\.vendor\b|\bapps\("  # how often it is asked, which it is, other processes on it
)


FOR_ALL: Final = re.compile(r"pytestmark\s*=|autouse=True")


def run_on_both(module: Path, test: str) -> bool:
    """Whether this test of this module is run on both databases. `test`: the name of its function."""
    return test in chosen_in(module)


@cache
def chosen_in(module: Path) -> frozenset[str]:
    """Return the names of the tests of this module that are run on both databases."""
    inside = module.relative_to(FOLDER).parts[0] if module.is_relative_to(FOLDER) else ""
    if module.stem.removeprefix("test_") in SAME_ON_BOTH:
        return frozenset()
    text = module.read_text()
    if inside not in EVERYTHING_IN and not DIFFERS.search(text):
        return frozenset()
    said = _said(text)
    tests = {name for name in said if name.startswith("test_")}
    every = inside in EVERYTHING_IN or any(
        FOR_ALL.search(text) and DIFFERS.search(text) for text in said.values()
    )
    return frozenset(
        name for name in tests if every or any(DIFFERS.search(said[one]) for one in _used(name, said))
    )


def _said(module: str) -> dict[str, str]:
    """Return what a module says under each name that it gives: functions with their decorators, classes, values."""
    said = {}
    for node in ast.parse(module).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            said[node.name] = "\n".join(map(ast.unparse, [*node.decorator_list, node]))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            named = node.targets if isinstance(node, ast.Assign) else [node.target]
            said |= {
                one.id: ast.unparse(node)
                for target in named
                for one in ast.walk(target)
                if isinstance(one, ast.Name)
            }
    return said


def _used(name: str, said: Mapping[str, str]) -> set[str]:
    """Return the names that this one uses of its module, itself among them, also by way of others."""
    found, left = set(), {name}
    while left:
        found |= left
        left = {word for one in left for word in re.findall(r"\w+", said[one]) if word in said} - found
    return found


def modules(folders: Iterable[str]) -> list[str]:
    """Return the modules in these folders of the project with a test that is run on both databases, for pytest."""
    found = (module for folder in folders for module in (FOLDER.parent / folder).rglob("test_*.py"))
    return sorted(str(module.relative_to(FOLDER.parent)) for module in found if chosen_in(module))
