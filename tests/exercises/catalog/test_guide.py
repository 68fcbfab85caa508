"""docs/exercises.md says of every name and setting that it is there, and whether it can be left out."""

import dataclasses
import re
from pathlib import Path

import pytest

from exercises import catalog
from exercises.catalog.aims import AIMS
from exercises.catalog.described import kind_described
from exercises.catalog.reading import read
from exercises.catalog.shape import CoupleDefinition
from exercises.steps.registry import STEP_KINDS

GUIDE = (Path(__file__).parents[3] / "docs" / "exercises.md").read_text()
NAME = re.compile(r"`(\w+)(?:: [^`]*)?`")


def rows(heading: str) -> dict[str, str]:
    """The second column of the table under a heading, by each name in the first."""
    table = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| `")]
    return {name: says for names, says in found for name in NAME.findall(names)}


def settings(kind: str) -> tuple[set[str], set[str]]:
    """The settings that a kind needs, and those that can be left out."""
    every = dataclasses.fields(STEP_KINDS[kind].settings)
    needed = {each.name for each in every if each.default is dataclasses.MISSING}
    return needed, {each.name for each in every} - needed


def listed(row: str) -> tuple[set[str], set[str]]:
    """The names before the bracket, and those in it."""
    needed, _bracket, optional = row.partition("[")
    known = {each.name for kind in STEP_KINDS.values() for each in dataclasses.fields(kind.settings)}
    return set(NAME.findall(needed)), set(NAME.findall(optional)) & known


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_the_guide_lists_each_kind_with_its_settings(kind: str) -> None:
    needed, optional = settings(kind)
    row = (
        f"| `{kind}` | {', '.join(f'`{name}`' for name in sorted(needed))} [{', '.join(sorted(optional))}] |"
    )
    assert kind in rows("Steps"), f"docs/exercises.md has no row such as: {row}"
    assert listed(rows("Steps")[kind]) == (needed, optional), f"the row of {kind} should be like: {row}"


def test_what_the_guide_says_of_a_kind_is_what_the_kind_says() -> None:
    said = GUIDE.split("\nWhat happens in each kind:\n\n")[1].split("\n\n")[0].splitlines()
    known = {f"* {kind_described(kind).removeprefix('The step kind ')}" for kind in STEP_KINDS.values()}
    assert len(said) > 20
    assert not set(said) - known, "write what the first lines of the kind say"


def test_the_guide_lists_no_kind_that_is_not_there() -> None:
    assert set(rows("Steps")) == set(STEP_KINDS)


def test_the_guide_lists_each_name_around_the_steps() -> None:
    known = {info.alias or name for name, info in CoupleDefinition.model_fields.items()}
    assert set(rows("Around the steps")) == known


def test_the_guide_says_what_each_aim_is_for() -> None:
    said = GUIDE.split("\nThe aims, as people read them")[1].split("\n\n")[0]
    assert dict(re.findall(r"`(\w+)` \(“([^”]+)”\)", said)) == {
        aim: wish.says.msgid for aim, wish in AIMS.items()
    }


@pytest.mark.parametrize(("number", "kind"), [(1, "couple"), (2, "one")])
def test_an_example_of_the_guide_can_be_used(number: int, kind: str, tmp_path: Path) -> None:
    text = GUIDE.split("```yaml\n")[number].split("```")[0]
    path = tmp_path / f"{re.findall(r'^slug: (.+)$', text, re.MULTILINE)[0]}.yaml"
    path.write_text(text)
    catalog.check(path)
    assert (read(path).slug, read(path).for_) == (path.stem, kind)
