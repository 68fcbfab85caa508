"""`check_exercises` refuses what is hard to read, what others named, and what labels, hurries or assumes."""

import sys
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from exercises import catalog
from exercises.catalog.readability import grade, sentences
from exercises.catalog.style import LIST

SAMPLES = Path(__file__).parent / "definitions"
HARD = (
    "The considerable advantages of simultaneous consideration necessitate a fundamental reorganisation of every "
    "established conversational habit."
)


def said(tmp_path: Path, intro: str) -> list[str]:
    """What the checker says of a step with this intro."""
    path = tmp_path / "one-need.yaml"
    path.write_text((SAMPLES / "one-need.yaml").read_text().replace("Each answer is whole.", intro))
    try:
        catalog.check(path)
    except catalog.BrokenDefinition as error:
        return [line.removeprefix("one-need.yaml:").removeprefix("54:12: ") for line in error.lines]
    return []


@pytest.mark.parametrize(
    ("intro", "answer"),
    [
        ("Well done!", "there is an exclamation mark"),
        ("As in the Gottman way.", "“Gottman” is somebody’s name"),
        ("Your love languages.", "“love languages” is somebody’s name"),
        ("Do not be so needy.", "“needy” labels or measures"),
        ("This is toxicity.", "“toxic” labels or measures"),
        ("Ask your wife.", "“wife” is not true for every couple"),
        ("{partner} is waiting for you.", "“waiting for you” hurries"),
    ],
)
def test_words_that_are_not_ours_are_named(tmp_path: Path, intro: str, answer: str) -> None:
    assert [line for line in said(tmp_path, f'"{intro}"') if f"step 4 (answer) › intro: {answer}" in line]


def test_when_not_to_use_it_names_the_help_page(tmp_path: Path) -> None:
    path = tmp_path / "one-need.yaml"
    text = (SAMPLES / "one-need.yaml").read_text()
    path.write_text(text.replace("the Help page is a better place", "stop"))
    with pytest.raises(
        catalog.BrokenDefinition, match=r"one-need\.yaml:5:10: not_for: say here too that"
    ) as error:
        catalog.check(path)
    assert len(error.value.lines) == 1


def test_a_file_with_another_ending_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one-need.txt"
    path.write_text((SAMPLES / "one-need.yaml").read_text())
    with pytest.raises(catalog.BrokenDefinition, match=r"1:1: the name of the file should end in \.yaml"):
        catalog.check(path)


@pytest.mark.parametrize(
    "intro", ["We prepare. We relate. A midwife. A fair play.", "He wants to enrich it."]
)
def test_a_word_is_not_a_name(tmp_path: Path, intro: str) -> None:
    assert said(tmp_path, f'"{intro}"') == []


def test_a_step_that_is_hard_to_read_is_named_with_its_grade_and_longest_sentence(tmp_path: Path) -> None:
    lines = said(tmp_path, f'"It is so. {HARD}"')
    assert len(lines) == 1
    assert lines[0].startswith("49:5: step 4 (answer): these texts read at grade 19.2; take shorter")
    assert lines[0].endswith(f"The longest sentence: {HARD}")


def test_of_a_few_words_no_grade_is_told(tmp_path: Path) -> None:
    assert said(tmp_path, "Fundamental reorganisation.") == []


def test_a_grade_counts_all_texts_together_and_a_name_for_a_placeholder() -> None:
    assert grade([]) == (0.0, "")
    assert grade(["The cat sat on the mat."])[0] == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert grade(["The cat sat.", "On the mat"])[0] == pytest.approx(0.39 * 3 + 11.8 - 15.59)
    assert sentences("{partner} writes. “Is it?” Yes … no.") == ["Sam writes.", "“Is it?", "Yes …", "no."]


def test_the_words_are_a_closed_list_without_doubles() -> None:
    lists = yaml.safe_load(LIST.read_text())
    assert all(len(words) == len(set(words)) for words in lists.values())


def test_a_server_needs_no_list_of_syllables() -> None:
    was = sys.modules.pop("syllapy", None)
    catalog.read(SAMPLES / "one-need.yaml")
    assert "syllapy" not in sys.modules
    if was:
        sys.modules["syllapy"] = was


def test_what_follows_must_be_there_ours_or_beside_it(tmp_path: Path) -> None:
    text = (SAMPLES / "one-need.yaml").read_text() + "next: [see-feel-need-ask, two-items, nothing-here]\n"
    (tmp_path / "one-need.yaml").write_text(text)
    (tmp_path / "two-items.yaml").write_text((SAMPLES / "two-items.yaml").read_text())
    with pytest.raises(catalog.BrokenDefinition) as error:
        catalog.check(tmp_path / "one-need.yaml")
    says = "next 3: there is no exercise with the slug “nothing-here”"
    assert error.value.lines == (f"one-need.yaml:66:38: {says}",)


def test_a_folder_is_checked_with_what_is_below_it(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    for name, folder in (("one-need", tmp_path), ("two-items", tmp_path / "more")):
        (folder / f"{name}.yaml").write_text((SAMPLES / f"{name}.yaml").read_text())
    out = StringIO()
    call_command("check_exercises", tmp_path, stdout=out)
    assert out.getvalue().splitlines() == ["two-items.yaml: OK", "one-need.yaml: OK"]
    (tmp_path / "nothing").mkdir()
    with pytest.raises(CommandError, match="There are no exercises"):
        call_command("check_exercises", tmp_path / "nothing")
