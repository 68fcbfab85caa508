"""The modules that decide who may see or do something, each with the tests that must notice any fault in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

LEAST: Final = 90
"""Of a hundred faults in a module, so many must make a test fail."""
OTHERS: Final = "tests/couples/test_nobody_else.py"
PAIRING: Final = ("tests/couples/pairing", "tests/couples/test_models.py", OTHERS)
COUNSELING: Final = ("tests/couples/counseling", OTHERS)
ASKING: Final = ("tests/exercises/counselor/asking",)
TO_ONE: Final = ("tests/exercises/counselor/to_one",)
COUNSELOR: Final = ("tests/exercises/counselor",)
READING: Final = tuple(
    f"tests/exercises/counselor/test_{name}.py"
    for name in ("pages", "readings_rest_on", "secrecy_of_readings", "withdrawn_meanwhile")
)
OBSERVER: Final = tuple(
    f"tests/exercises/live/test_{name}.py"
    for name in (
        *("observer", "observer_access", "observer_access_in_detail", "observer_factor", "observer_socket"),
        "forged_rows",
    )
)
HOLDING: Final = (
    *("tests/core/test_counselor.py", "tests/exercises/live/test_holding.py"),
    "tests/exercises/live/test_observer_socket.py",
)
LOCK: Final = ("tests/couples/lock", "tests/exercises/private", "tests/couples/test_copied_sign_in.py")
LIVE: Final = tuple(
    f"tests/exercises/live/test_{name}.py"
    for name in ("access", "access_in_detail", "forged_rows", "forged_records", "socket_access", "revoke")
)
PASSING: Final = ("tests/exercises/live/test_passing.py", "tests/exercises/live/test_beside.py")
LEAVING: Final = tuple(f"tests/exercises/test_leaving{name}.py" for name in ("", "_on_a_day", "_socket"))
TESTS: Final[dict[str, tuple[str, ...]]] = {
    "couples/page_decorators.py": (
        "tests/config/test_page_decorators.py",
        "tests/couples/accounts",
        *COUNSELING,
        *PAIRING,
    ),
    "config/edge/proxies.py": ("tests/config/edge/test_proxies.py", "tests/config/test_health.py"),
    "couples/pairing/membership.py": PAIRING,
    "couples/pairing/acceptance.py": PAIRING,
    "couples/privacy/leaving.py": ("tests/couples/privacy", OTHERS, *LEAVING),
    "couples/counseling/links.py": COUNSELING,
    "couples/counseling/invitees/answers.py": COUNSELING,
    "couples/counseling/readings.py": (*COUNSELING, *READING),
    "couples/counseling/caseload.py": COUNSELOR,
    "couples/counseling/consent.py": (*COUNSELING, *COUNSELOR, *OBSERVER),
    "couples/accounts/page_owner.py": (
        "tests/exercises/test_page_owner.py",
        "tests/exercises/live/test_page_owner_socket.py",
    ),
    "couples/accounts/beside.py": PASSING,
    "couples/accounts/covers.py": PASSING,
    "couples/lock/persons.py": ("tests/couples/lock/test_persons.py", *PASSING),
    "couples/accounts/factors.py": ("tests/couples/accounts", *OBSERVER, *LOCK),
    "couples/lock/change_forms.py": LOCK,
    "couples/lock/state.py": LOCK,
    "couples/lock/proofs.py": LOCK,
    "exercises/counselor/couple_page.py": COUNSELOR,
    "exercises/counselor/caseload/facts.py": COUNSELOR,
    "exercises/counselor/marks/told.py": ("tests/exercises/counselor/marks",),
    "exercises/counselor/asking/cards.py": ASKING,
    "exercises/counselor/asking/asked.py": ASKING,
    "exercises/counselor/notes/book.py": COUNSELOR,
    "exercises/counselor/notes/files.py": COUNSELOR,
    "exercises/counselor/to_one/giving.py": TO_ONE,
    "exercises/private/handouts/received.py": TO_ONE,
    "exercises/private/handouts/slots.py": TO_ONE,
    "exercises/private/handouts/told.py": TO_ONE,
    "exercises/live/access.py": (*LIVE, *LEAVING, *OBSERVER),
    "exercises/live/observer/access.py": (*OBSERVER, *HOLDING, *LIVE),
    "exercises/live/observer/acting.py": HOLDING,
    "exercises/live/observer/ending.py": HOLDING,
    "exercises/core/counselor_rules.py": HOLDING,
    "exercises/private/gate.py": LOCK,
}


def _read(text: str) -> dict[str, dict[str, str]]:
    """Return for each module what changes nothing, with its reason, from paragraphs as in same.txt."""
    found: dict[str, dict[str, str]] = {}
    for paragraph in text.split("\n\n")[1:]:
        module, *lines = paragraph.strip().splitlines()
        found[module] = dict(zip(lines[::2], map(str.strip, lines[1::2]), strict=True))
    return found


SAME: Final = _read((Path(__file__).parent / "same.txt").read_text())
"""Mutants that no test can notice, because they change nothing for anybody; each with the reason."""
