"""Every rule of a definition file has a case that breaks it, and an answer that names line, column and place.

The cases stand in definitions/broken.txt, one on a line: one thing is changed in one of the sample files.
"""

import re
from pathlib import Path

import pytest

from exercises.catalog import BrokenDefinition, read
from exercises.steps.registry import STEP_KINDS

SAMPLES = Path(__file__).parent / "definitions"
SIGNS = {r"\n": "\n", r"\t": "\t", r"\a": "\a"}


def listed() -> dict[str, list[str]]:
    lines = (SAMPLES / "broken.txt").read_text().splitlines()[1:]
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    assert len({row[0] for row in rows}) == len(rows), "two cases have the same name"
    return {row[0]: row[1:] for row in rows}


CASES = listed()


def plain(text: str) -> str:
    return re.sub(r"\\[nta]", lambda found: SIGNS[found[0]], text)


def answer(path: Path, text: str) -> list[str]:
    """What the catalogue says of this text."""
    path.write_bytes(text.encode())
    with pytest.raises(BrokenDefinition) as error:
        read(path)
    return list(error.value.lines)


@pytest.mark.parametrize("case", CASES)
def test_a_broken_file_is_refused_by_line_and_column(case: str, tmp_path: Path) -> None:
    sample, old, new, expected = CASES[case]
    text = (SAMPLES / sample).read_text()
    assert text.count(plain(old)) == 1
    expected = expected.replace("{kinds}", ", ".join(STEP_KINDS))
    assert f"{sample}:{expected}" in answer(tmp_path / sample, text.replace(plain(old), plain(new)))


@pytest.mark.parametrize("sample", ["one-need.yaml", "two-items.yaml", "four-areas.yaml"])
def test_the_samples_themselves_are_in_order(sample: str) -> None:
    assert read(SAMPLES / sample).slug == sample.removesuffix(".yaml")


def test_all_errors_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (SAMPLES / "one-need.yaml").read_text()
    for old, new in (
        ("minutes: 5", "minutes: five"),
        ("rounds: 3", "rouds: 3"),
        ("title: Swap", "title: no"),
    ):
        text = text.replace(old, new)
    lines = answer(tmp_path / "one-need.yaml", text)
    assert [line.split(":")[1] for line in lines] == ["6", "45", "57"]


def test_two_names_missing_in_one_place_are_both_told(tmp_path: Path) -> None:
    text = (SAMPLES / "one-need.yaml").read_text().replace("    title: Swap\n    back_to: write\n", "")
    lines = answer(tmp_path / "one-need.yaml", text)
    assert [line.split(": ", 2)[2] for line in lines] == [
        "“title” is missing: a few words without a name",
        "“back_to” is missing: the id of the step where the swapped round begins",
    ]


def test_what_follows_from_another_error_is_not_told(tmp_path: Path) -> None:
    text = (SAMPLES / "two-items.yaml").read_text()
    (tmp_path / "two-items.yaml").write_text(text)
    for old, new in (
        (r"(?m)^    kind: (?!arrival).*", "    kind: poem"),
        ("title: Write", "title: {partner}"),
        ("title: Write", "title: {en: Write, German: Schreiben}"),
    ):
        lines = answer(tmp_path / "two-items.yaml", re.sub(old, new, text))
        assert not [line for line in lines if "at least" in line or "is missing" in line], lines


@pytest.mark.parametrize(
    "text", ["", "just words", "- a\n- b", "5", "{}", "steps: {}", "steps: [[], 3, {kind: [x]}]"]
)
def test_something_else_altogether_is_refused_in_words(text: str, tmp_path: Path) -> None:
    assert all(re.match(r"x\.yaml:\d+:\d+: ", line) for line in answer(tmp_path / "x.yaml", text))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"title: \xff\xfe")
    with pytest.raises(BrokenDefinition, match=r"x\.yaml:1:1: This file is not text"):
        read(tmp_path / "x.yaml")


def test_an_endless_alias_is_refused(tmp_path: Path) -> None:
    assert len(answer(tmp_path / "x.yaml", "steps: &a [*a]")) == 2


def test_a_file_nested_without_end_is_refused(tmp_path: Path) -> None:
    nested = "[" * 5000 + "]" * 5000
    assert answer(tmp_path / "x.yaml", nested) == ["x.yaml:1:12: this is nested too deeply"]
