"""Files of the application have fewer than 200 lines and functions fewer than 30. Nothing is exempt.

Migrations, which Django writes, and tests are not the application.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.config.own_rules import nodes

PROJECT = Path(__file__).parents[2]
FOLDERS = ("benchmarks", "config", "couples", "exercises", "scripts")
FILE_LINES, FUNCTION_LINES = 200, 30


def files(project: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((project / folder).rglob("*.py")):
            if not {"migrations", "tests"} & set(path.relative_to(project).parts):
                yield path


def too_long(project: Path) -> list[str]:
    """Each file and function that reaches the limit. A function counts from `def` to its last line."""
    found = []
    for path in files(project):
        text, name = path.read_text(), path.relative_to(project)
        if (lines := len(text.splitlines())) >= FILE_LINES:
            found.append(f"{name}: {lines} lines")
        for node in nodes(text):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines >= FUNCTION_LINES:
                    found.append(f"{name}:{node.lineno}: {node.name} has {lines} lines")
    return found


def test_no_file_and_no_function_of_ours_is_too_long() -> None:
    assert {path.relative_to(PROJECT).parts[0] for path in files(PROJECT)} == set(FOLDERS)
    assert too_long(PROJECT) == []


def test_what_is_too_long_is_found_and_what_just_fits_is_not(tmp_path: Path) -> None:
    def write(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def function(lines: int) -> str:
        return "@staticmethod\nasync def long():\n" + "    pass\n" * (lines - 1)

    write("couples/files.py", "pass\n" * 200)
    write("config/files.py", "pass\n" * 199)
    write("exercises/live/functions.py", function(30))
    write("scripts/functions.py", function(29))
    write("couples/migrations/0001_initial.py", "pass\n" * 900)
    write("exercises/steps/swap/tests/test_swap.py", "pass\n" * 900)

    assert too_long(tmp_path) == [
        "couples/files.py: 200 lines",
        "exercises/live/functions.py:2: long has 30 lines",
    ]
