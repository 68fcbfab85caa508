"""The documents name only what exists: every file, every link and every Python name in them is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
DOCUMENTS = [
    *(
        PROJECT / name
        for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
    ),
    *sorted((PROJECT / "docs").rglob("*.md")),
]
APPLICATION = ("config", "couples", "exercises")
FOLDERS = (*APPLICATION, "deploy", "docs", "scripts", "static", "templates", "tests")
CODE_BLOCK = re.compile(r"^```.*?^```", re.M | re.S)
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)\s]*\)")
PATH = re.compile(r"[\w.<>*…-]+(/[\w.<>*…-]+)*/?")
ENDINGS = (".py", ".md", ".html", ".jinja", ".yaml", ".json", ".js", ".css", ".toml", ".txt", ".svg")
PYTHON_NAME = re.compile(r"(?<![\w./-])(?:config|couples|exercises|scripts|tests)(?:\.\w+)+")
SHORT_NAME = re.compile(r"(\w+)\.(\w+)")
PLACEHOLDER = re.compile(r"<\w+>|…")
NOT_FILES = {
    "COUNTERPOINT_DATA/mail",
    "NAME.html",
    "help.yaml",
    "my-own.yaml",
    "privacy.yaml",
    "var/",
    "var/mail/",
}
"""What is made when the software runs, or invented by whoever reads."""
BELOW_TESTS = {"threats.md"}
"""Documents that say so: their paths are below `tests/`."""
each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT))
)


def paths_in(text: str) -> Iterator[str]:
    """Every word in backticks that looks like the path of a file or a folder of ours."""
    for quoted in QUOTED.findall(CODE_BLOCK.sub("", text)):
        for word in quoted.split():
            looks_like_one = "/" in word or word.endswith(ENDINGS)
            is_whole = PATH.fullmatch(word) and word.count("<") == word.count(">")
            if looks_like_one and is_whole and word not in NOT_FILES:
                yield word


def exists(word: str, bases: tuple[Path, ...]) -> bool:
    """Whether one of these folders holds this path, or, for a bare name, any folder of ours holds such a file.

    `<kind>` and `…` stand for anything.
    """
    pattern = PLACEHOLDER.sub("*", word).strip("/")
    if "/" not in word:
        pattern = f"**/{pattern}"
        bases = (*(PROJECT / folder for folder in FOLDERS), *bases)
    return any(next(base.glob(pattern), None) is not None for base in bases)


def missing_in(document: Path, text: str) -> list[str]:
    """What this document names and the project does not have."""
    bases = (PROJECT, document.parent, *((PROJECT / "tests",) if document.name in BELOW_TESTS else ()))
    missing = [word for word in paths_in(text) if not exists(word, bases)]
    links = [link for link in LINK.findall(text) if "://" not in link]
    missing += [link for link in links if not (document.parent / link).exists()]
    return missing + [name for name in PYTHON_NAME.findall(text) if not is_defined(name)]


def is_defined(name: str) -> bool:
    """Whether this dotted name is a module of ours, or something that a module of ours defines."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        path = PROJECT.joinpath(*parts[:length])
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if path.is_dir() or file.is_file():
            rest = parts[length:]
            return not rest or (file.is_file() and all(defines(file.read_text(), one) for one in rest))
    return False


def defines(source: str, name: str) -> bool:
    return re.search(rf"^\s*(?:async )?(?:def|class) {name}\b|^\s*{name}\b\s*[:=]", source, re.M) is not None


def unknown_names(text: str) -> list[str]:
    """Of the names like `module.function` or `Class.field` in a text, those that stand nowhere in our code.

    A name of an event or of JavaScript is found as it is written.
    """
    unknown = []
    for word in QUOTED.findall(text):
        named = SHORT_NAME.fullmatch(word)
        if named is None or word.endswith(ENDINGS) or PYTHON_NAME.fullmatch(word):
            continue
        owner, member = named.groups()
        owners = [code for file, code in sources().items() if owner == file.stem or defines(code, owner)]
        is_known = any(defines(code, member) for code in owners)
        if not is_known and not any(word in code for code in sources().values()):
            unknown.append(word)
    return unknown


@cache
def sources() -> dict[Path, str]:
    """The text of every module and script of the application."""
    files = [file for folder in APPLICATION for file in sorted((PROJECT / folder).rglob("*.py"))]
    files += sorted((PROJECT / "static/js").rglob("*.js"))
    return {file: file.read_text() for file in files if "tests" not in file.parts}


@each_document
def test_what_a_document_names_exists(document):
    assert not missing_in(document, document.read_text())


@each_document
def test_every_short_name_in_a_document_is_one_of_ours(document):
    assert not unknown_names(document.read_text())


def test_what_is_missing_is_found():
    text = (
        "`exercises/live/balcony.py`, `exercises/steps/<kind>/nothing.py`, `no_such_file.md`, [gone](docs/gone.md), "
        "`couples.hooks.no_such_list`; but not `manage.py`, `docs/`, `POST /data/`, `couples.hooks.left`."
    )
    assert missing_in(PROJECT / "README.md", text) == [
        "exercises/live/balcony.py",
        "exercises/steps/<kind>/nothing.py",
        "no_such_file.md",
        "docs/gone.md",
        "couples.hooks.no_such_list",
    ]
    assert unknown_names("`commands.submit`, `Seen.mine`, `commands.seat`") == ["commands.seat"]


def rows_without_a_test(text: str) -> list[str]:
    """Return the rows of tables that name no test, unless they say that there is nothing to be tested."""
    rows = [
        line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| |", "|---"))
    ]
    untested = [row for row in rows if not re.search(r"`[\w/]+/test_\w+\.py`", row)]
    return [
        row
        for row in untested
        if not re.search(r"\*\*(?:not in this version|has not happened)|\| this page \|", row)
    ]


def test_every_threat_names_its_test():
    text = (PROJECT / "docs" / "threats.md").read_text()
    assert text.count("\n| ") > 40
    assert rows_without_a_test(text) == []


def test_a_threat_without_a_test_is_found():
    row = "| O9 | somebody finds out | nobody does | – |"
    assert rows_without_a_test(f"| | threat | done | tested by |\n|---|---|---|---|\n{row}") == [row]
    assert not rows_without_a_test(
        "| O9 | a | b | `core/test_walks.py` |\n| S9 | **not in this version**: c | – |"
    )
