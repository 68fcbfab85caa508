"""Which tests run on PostgreSQL as well as on SQLite: those of what the two databases do differently.

A whole module is chosen, by what it says; nobody has to remember a mark. `tests/conftest.py` marks its tests.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
EVERYTHING_IN = ("recorded_sessions",)
"""Sessions of the past must replay on both."""
SAME_ON_BOTH = (
    *("docs_client", "hostile_frames", "parts", "secrecy_socket", "socket_access", "broadcast", "connection"),
    *("home_socket", "leaving_socket", "nobody_is_woken", "second_check_in", "unseen", "waiting_page"),
    *("frames", "pending", "poll", "revoke", "secrecy_of_readings"),
    *("changing_a_closed_form", "exit_page", "one_command_once", "own_line", "refused_words"),
    *("noninterference", "cells", "words_come_back"),
)
"""Modules whose transactions are real only because their sockets or browsers use other threads: what they prove is
decided before the database is asked."""
DIFFERS = re.compile(
    r"transaction=True|atomic\(|(?<!capture_)on_commit|select_for_update"  # real transactions, and what they lock
    r"|IntegrityError|OperationalError|DatabaseError"  # what the database refuses
    r"|import threading|\bat_once\("  # several at the same time
    r"|Among\("  # what is written in the SQL of each
    r"|forging\."  # what somebody writes past the application
    r"|CaptureQueries|\.vendor\b|\bapps\("  # how often it is asked, which it is, other processes on it
)


@cache
def run_on_both(module: Path) -> bool:
    """Whether the tests of this module are run on both databases."""
    inside = module.relative_to(FOLDER).parts[0] if module.is_relative_to(FOLDER) else ""
    if module.stem.removeprefix("test_") in SAME_ON_BOTH:
        return False
    return inside in EVERYTHING_IN or DIFFERS.search(module.read_text()) is not None


def modules(folders: Iterable[str]) -> list[str]:
    """Return the modules in these folders of the project that are run on both databases, to be given to pytest."""
    found = (module for folder in folders for module in (FOLDER.parent / folder).rglob("test_*.py"))
    return sorted(str(module.relative_to(FOLDER.parent)) for module in found if run_on_both(module))
