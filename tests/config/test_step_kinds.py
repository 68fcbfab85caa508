"""A step kind is one folder: nothing outside knows a kind by name, and each folder holds all that it should."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from django.template import engines

from exercises.catalog import couple_definitions
from exercises.core.left_out import nothing_revealed
from exercises.counselor.reports import REPORTS
from exercises.steps.registry import STEP_KINDS
from tests.config.own_rules import nodes

PROJECT = Path(__file__).parents[2]
STEPS = PROJECT / "exercises" / "steps"
OUTSIDE = [
    path
    for folder in ("exercises",)
    for path in sorted((PROJECT / folder).rglob("*.py"))
    if STEPS not in path.parents and path.name != "aims.py"  # what is looked for may be called like a kind
]
TEMPLATES = [
    *sorted((PROJECT / "templates/exercises").rglob("*.html")),
    *sorted((PROJECT / "templates/live").rglob("*.jinja")),
]
SCRIPTS_AND_STYLES = [
    *sorted((PROJECT / "static/js").glob("*.js")),
    *sorted((PROJECT / "static/css").glob("*.css")),
]
SEEN = re.compile(r"\b(mine|theirs|shown)\.(\w+)")
each_kind = pytest.mark.parametrize("name", STEP_KINDS)


def named_in(path: Path) -> Iterator[str]:
    """The names of kinds that stand as a string or as a module in this file; prose does not count."""
    for node in nodes(path.read_text()):
        if isinstance(node, ast.Constant) and node.value in STEP_KINDS:
            yield str(node.value)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("exercises.steps."):
            yield str(node.module).split(".")[2]


def test_no_module_outside_the_folders_knows_a_kind() -> None:
    found = {(str(path.relative_to(PROJECT)), name) for path in OUTSIDE for name in named_in(path)} - ALLOWED
    assert {(path, name) for path, name in found if name in STEP_KINDS} == set()


ALLOWED = {
    # One's own check-in is read with the ladder of the couple's: only its drawing is shared.
    ("exercises/private/check_in.py", "perception"),
}


def test_what_is_allowed_is_still_there() -> None:
    assert all(name in named_in(PROJECT / path) for path, name in ALLOWED)


def test_no_template_outside_the_folders_looks_into_what_a_kind_shows() -> None:
    found = {str(path.relative_to(PROJECT)): SEEN.findall(path.read_text()) for path in TEMPLATES}
    assert {path: names for path, names in found.items() if names} == {}


def test_no_template_script_or_style_outside_the_folders_names_a_kind() -> None:
    quoted = re.compile(rf"""["']({"|".join(STEP_KINDS)})["']""")
    files = [*TEMPLATES, *SCRIPTS_AND_STYLES]
    found = {str(path.relative_to(PROJECT)): quoted.findall(path.read_text()) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


@each_kind
def test_a_folder_holds_all_that_belongs_to_the_kind(name: str) -> None:
    kind = STEP_KINDS[name]
    wanted = ["page"]
    wanted += ["recap"] if kind.shares is not None else []
    wanted += ["counselor"] if kind.revealed is not nothing_revealed else []
    for part in wanted:
        engines["live"].get_template(f"steps/{name}/{part}.jinja")
    assert kind.scope in {reading.scope.value for reading in REPORTS}


def records(kind: str, part: str) -> list[type]:
    """The records that the kind's `view` says it shows as mine or theirs; or what `revealed` and `told` hold."""
    found = STEP_KINDS[kind]
    if part == "shown":
        told = get_type_hints(found.for_counselor).get("return")
        hint = told if is_dataclass(told) else get_type_hints(found.revealed).get("return")
    else:
        hint = get_args(get_type_hints(found.view)["return"])[("mine", "theirs").index(part)]
    return [one for one in (get_args(hint) or (hint,)) if isinstance(one, type) and is_dataclass(one)]


def names_of(record: Any) -> set[str]:
    return {each.name for each in fields(record)} | {
        name for name, value in vars(record).items() if isinstance(value, property)
    }


@each_kind
def test_a_template_of_a_kind_asks_only_for_what_its_records_hold(name: str) -> None:
    asked = {
        (path.name, part, field)
        for path in sorted((STEPS / name).glob("*.jinja"))
        for part, field in SEEN.findall(path.read_text())
    }
    missing = {
        one for one in asked if not any(one[2] in names_of(record) for record in records(name, one[1]))
    }
    assert missing == set()


def table_for_authors() -> dict[str, set[str]]:
    """The kinds in docs/exercises.md, with the names of their settings."""
    text = (PROJECT / "docs/exercises.md").read_text()
    rows = text[text.index("| kind | settings") : text.index("* `about` and")].splitlines()[2:]
    found = (re.findall(r"`(\w+)", row) for row in rows if row)
    return {name: set(settings) for name, *settings in found}


def test_the_table_for_authors_says_of_each_kind_what_it_has() -> None:
    table = table_for_authors()
    assert table == {name: {each.name for each in fields(STEP_KINDS[name].settings)} for name in table}


def test_the_table_for_authors_names_every_kind_of_our_exercises() -> None:
    used = {step.kind for definition in couple_definitions() for step in definition.steps}
    assert used <= set(table_for_authors())
