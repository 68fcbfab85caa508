"""A step kind is added by its folder and one line in the list, and by nothing else: CONTRIBUTING's recipe, followed.

In a copy of the project, `tests/invented/thanks` becomes `exercises/steps/thanks`. Then every proof that goes through
the kinds must hold of it: it is walked, kept secret, read on the page, in the recap, as JSON, by a counselor and in
the download, taken back, erased and pinned. The contracts about imports must hold, too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
FOLDERS = ("config", "couples", "docs", "exercises", "scripts", "static", "templates", "tests")
LEFT_OUT = shutil.ignore_patterns(".*_cache", ".hypothesis")
LIST = "KINDS: Final = (\n"
PROOFS = ("exercises/steps/thanks", "tests/core", "tests/exercises/live/test_templates.py",
          "tests/exercises/test_words_of_every_kind.py", "tests/exercises/live/test_secrecy_html.py",
          "tests/exercises/counselor/test_secrecy_of_readings.py", "tests/exercises/catalog/test_broken_definitions.py",
          "tests/config/test_step_kinds.py", "tests/config/test_pins_of_kinds.py")  # fmt: skip
CHOSEN = "(thanks and not minutes) or outside or table or unknown or pinned"
"""Those that are about this kind, ask whether anything outside the folders knows one, or pin what a kind stores."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project with one kind more."""
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=LEFT_OUT)
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(PROJECT / name, tmp_path)
    shutil.copytree(PROJECT / "tests/invented/thanks", tmp_path / "exercises/steps/thanks", ignore=LEFT_OUT)
    registry = tmp_path / "exercises/steps/registry.py"
    text = registry.read_text()
    assert text.count(LIST) == 1
    registry.write_text(text.replace(LIST, f'{LIST}    "thanks",\n'))
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """In a data folder and an embedded database of its own, whatever this run uses."""
    not_ours = ("COUNTERPOINT_", "PYTEST_", "DATABASE_URL", "KEYS_DATABASE_URL", "REDIS_URL", "PYTHONPATH")
    env = {name: value for name, value in os.environ.items() if not name.startswith(not_ours)}
    env["COUNTERPOINT_PROOFS"] = "few"
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_a_kind_is_added_by_its_folder_and_one_line(copy: Path) -> None:
    pytest_here = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", CHOSEN)
    tests = run(copy, *pytest_here, *PROOFS)
    passed = re.search(r"(\d+) passed", tests.stdout)
    assert tests.returncode == 0, tests.stdout[-6000:] + tests.stderr
    assert passed is not None
    assert int(passed[1]) > 25, "hardly any proof goes through the kinds"


def test_the_contracts_about_imports_hold_for_a_new_kind(copy: Path) -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    assert run(copy, str(lint_imports)).returncode == 0
    kind = copy / "exercises/steps/thanks/kind.py"
    kind.write_text(kind.read_text() + "\nfrom exercises.steps.closing.kind import Closed\n")
    broken = run(copy, str(lint_imports))
    assert broken.returncode == 1
    assert "Step kinds do not know each other BROKEN" in broken.stdout
