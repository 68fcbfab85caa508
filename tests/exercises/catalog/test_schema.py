"""The JSON Schema that editors get is valid, holds for every file of ours, and refuses what is mistyped."""

import json
from dataclasses import MISSING, fields
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from exercises import catalog
from exercises.catalog.described import settings_described
from exercises.catalog.files import load
from exercises.catalog.schema import DRAFT
from exercises.steps.registry import STEP_KINDS

SAMPLES = Path(__file__).parent / "definitions"
EVERY = [*catalog.definition_files(catalog.FOLDER), *sorted(SAMPLES.glob("*.yaml"))]


@pytest.fixture(scope="module")
def validator() -> Any:
    out = StringIO()
    call_command("exercise_schema", stdout=out)
    schema = json.loads(out.getvalue())
    assert schema["$schema"] == DRAFT
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_every_file_of_ours_fits(path: Path, validator) -> None:
    assert not [error.message for error in validator.iter_errors(load(path).data)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minutes: 5", "minutes: five"),
        ("rounds: 3", "rouds: 3"),
        ("hint: ", "hnt: "),
        ("    back_to: write\n", ""),
        ("kind: swap", "kind: swop"),
        ("purpose: ", "purpos: "),
    ],
)
def test_what_is_mistyped_does_not(old: str, new: str, validator, tmp_path: Path) -> None:
    text = (
        (SAMPLES / "one-need.yaml").read_text().replace("label: What happened?", "label: x\n        hint: y")
    )
    path = tmp_path / "one-need.yaml"
    path.write_text(text)
    assert validator.is_valid(load(path).data)
    path.write_text(text.replace(old, new, 1))
    assert not validator.is_valid(load(path).data)


def test_names_are_described_from_one_place(validator) -> None:
    shapes = validator.schema["$defs"]
    for shape in ("CoupleDefinition", "Writing", "CheckIn"):
        said = [name for name, one in shapes[shape]["properties"].items() if "description" in one]
        assert {"slug", "title", "not_for", "evidence", "aims"} <= set(said)
    for kind in STEP_KINDS:
        step = shapes[f"Written_{kind}"]
        assert step["description"]
        assert all("description" in step["properties"][name] for name in ("id", "kind", "title"))
    assert "question" in shapes["Written_answer"]["properties"]["request"]["description"]


@pytest.mark.parametrize("kind", STEP_KINDS.values(), ids=lambda kind: kind.name)
def test_each_setting_that_a_kind_needs_is_described(kind) -> None:
    needed = {each.name for each in fields(kind.settings) if each.default is MISSING} - {"intro"}
    assert not needed - settings_described(kind.settings.__doc__).keys()


def test_a_docstring_says_what_each_setting_is() -> None:
    text = (
        "What it is.\n\n`one`: the first; more of it. `two`: the second, of\nseveral; "
        "`three`, `four` and `five`: the last."
    )
    assert settings_described(text) == {
        "one": "The first; more of it.",
        "two": "The second, of several.",
        **dict.fromkeys(("three", "four", "five"), "The last."),
    }
