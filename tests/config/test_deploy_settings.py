"""deploy/environment.example and the operators' table name every setting that config/ reads, and its default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.config.own_rules import nodes

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "deploy/environment.example"
PAGES = [ROOT / "docs/for-operators.md", *(ROOT / "docs/operators").glob("*.md")]
NAME = re.compile(r"[A-Z][A-Z0-9_]+")
LINE = re.compile(r"(#?)([A-Z][A-Z0-9_]+)=(.*)")
READERS = {"read_secret", "database", "os.environ.get", "os.environ.setdefault"}
NO_LONGER = {"ALLAUTH_TRUSTED_PROXY_COUNT"}
"""Read only to say that they are not read any more."""
NOT_SETTINGS = {"DJANGO_SETTINGS_MODULE"}
FOR_THIS_MACHINE_ALONE = {"DEMO", "DEBUG", "HTTPS"}
"""The operators' table leaves out what is never set where they serve."""


def read_by(source: str) -> Iterator[tuple[str, str | None]]:
    """Each name that a module reads from the environment, with its default where that is a plain value."""
    for node in nodes(source):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        reader, name = ast.unparse(node.func), node.args[0].value
        if (reader in READERS or reader == "env" or reader.startswith("env.")) and isinstance(name, str):
            default = next((word.value for word in node.keywords if word.arg == "default"), None)
            is_plain = isinstance(default, ast.Constant)
            yield name, str(default.value) if is_plain else None


def all_read() -> dict[str, str | None]:
    found = {
        name: default
        for path in sorted((ROOT / "config").rglob("*.py"))
        for name, default in read_by(path.read_text())
        if NAME.fullmatch(name) and name not in NO_LONGER | NOT_SETTINGS
    }
    assert len(found) > 30
    return found


def example() -> dict[str, tuple[bool, str]]:
    """Each setting of the example: whether it is only shown, and its value."""
    lines = [LINE.fullmatch(line) for line in EXAMPLE.read_text().splitlines()]
    named = [line for line in lines if line]
    assert len(named) == len({line[2] for line in named}), "each once"
    return {line[2]: (bool(line[1]), line[3]) for line in named}


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(example()) == {*all_read(), "UVICORN_SSL_KEYFILE"}


def test_what_the_example_shows_is_what_counts_without_it() -> None:
    read = all_read()
    shown = {name: value for name, (is_shown, value) in example().items() if is_shown}
    different = {
        name: (value, read[name]) for name, value in shown.items() if read.get(name) not in (None, value)
    }
    assert different == {}


def test_the_operators_read_of_every_setting() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    assert {name for name in example() if f"`{name}`" not in text} <= FOR_THIS_MACHINE_ALONE


def test_a_setting_that_is_new_is_found() -> None:
    planted = 'A = env.int("WINGS", default=2); B = read_secret("FEATHERS", DATA / "x", True); C = env.list("BEAKS")'
    assert dict(read_by(planted)) == {"WINGS": "2", "FEATHERS": None, "BEAKS": None}
