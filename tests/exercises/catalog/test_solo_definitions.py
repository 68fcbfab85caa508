"""The exercises for one: what they say, and that a broken file is named by line and column."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exercises import catalog
from exercises.catalog import BrokenDefinition, CheckIn, Writing
from tests.exercises.catalog.test_texts import AREAS, ASSUMED, NOT_OURS, NOT_SAID

EVERY = (*catalog.writings(), catalog.check_in())
every = pytest.mark.parametrize("definition", EVERY, ids=lambda one: one.slug)

CASES = {
    "a number in words": (
        "room-for",
        "minutes: 5",
        "minutes: five",
        "12:10: minutes: should be a whole number",
    ),
    "a name mistyped": (
        "room-for",
        "name: wait",
        "nam: wait",
        "32:5: question 4 › nam: is not known here; perhaps “name” is meant",
    ),
    "a question twice": (
        "room-for",
        "name: wait",
        "name: room",
        "32:11: question 4 (room) › name: this name is taken",
    ),
    "a reserved name": (
        *("room-for", "name: wait", "name: visit"),
        "32:11: question 4 (visit) › name: should be small letters, digits and _, and no reserved name",
    ),
    "no such kind": (
        "room-for",
        "kind: writing",
        "kind: poem",
        "4:7: kind: should be one of: check_in, writing",
    ),
    "for nobody": ("room-for", "for: one", "for: all", "13:6: for: should be one of: couple, one"),
    "a name of nobody": (
        *("room-for", "title: What I have room for", 'title: "What {partner} has room for"'),
        "5:8: title: “partner” cannot stand here: only texts within the steps of an exercise for two name somebody",
    ),
    "six words": (
        "own-side",
        "  - Mixed\n",
        "",
        "36:3: comfort_anchors: should be 7 texts, one for each step",
    ),
    "an area twice": (
        "own-side",
        "key: money",
        "key: practical",
        "area 5 (practical) › key: this name is taken",
    ),
}


def broken(tmp_path: Path, slug: str, old: str, new: str) -> str:
    text = (catalog.FOLDER / "solo" / f"{slug}.yaml").read_text()
    assert text.count(old) == 1
    path = tmp_path / f"{slug}.yaml"
    path.write_text(text.replace(old, new))
    with pytest.raises(BrokenDefinition) as error:
        catalog.read(path)
    return "\n".join(error.value.lines)


@pytest.mark.parametrize("case", CASES)
def test_a_broken_file_is_refused_by_line_and_column(case: str, tmp_path: Path) -> None:
    slug, old, new, expected = CASES[case]
    assert expected in broken(tmp_path, slug, old, new)


def test_the_command_checks_exercises_for_one_too(tmp_path: Path) -> None:
    path = tmp_path / "room-for.yaml"
    path.write_text("for: one\nkind: writing\n")
    out = StringIO()
    with pytest.raises(CommandError, match="1 file cannot be used"):
        call_command("check_exercises", path, stdout=out)
    assert "room-for.yaml:1:1: “purpose” is missing" in out.getvalue()
    assert "“questions” is missing" in out.getvalue()


def test_all_errors_of_one_place_are_told_once(tmp_path: Path) -> None:
    assert broken(tmp_path, "room-for", "minutes: 5", "minutes: 5.5").splitlines() == [
        "room-for.yaml:12:10: minutes: should be a whole number"
    ]


@pytest.mark.parametrize("kind", ["", "kind: [x]", "kind: {writing: 1}", "kind: 3"])
def test_a_kind_that_is_no_word_is_refused_in_words(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"for: one\n{kind}\n")
    with pytest.raises(
        BrokenDefinition, match=r"kind: (is missing; it )?should be one of: check_in, writing"
    ):
        catalog.read(path)


def test_there_are_three_to_write_and_one_to_look() -> None:
    assert len(catalog.writings()) >= 3
    assert [area.key for area in catalog.check_in().areas] == AREAS


def test_addresses_differ_and_tell_nothing() -> None:
    assert len({one.address for one in EVERY}) == len(EVERY)
    assert [len(one.address) for one in EVERY] == [8] * len(EVERY)


@every
def test_an_exercise_for_one_does_not_shout_label_or_assume(definition: Writing | CheckIn) -> None:
    text = json.dumps(definition.model_dump(mode="json"), ensure_ascii=False)
    assert not [word for word in [*NOT_OURS, "!"] if word in text]
    assert not [word for word in NOT_SAID + ASSUMED if word in text.lower()]


@every
def test_an_exercise_for_one_says_what_it_is_not_for_and_what_it_rests_on(
    definition: Writing | CheckIn,
) -> None:
    said = str(definition.not_for)
    assert all(word in said for word in ("upset", "fear, pressure or violence", "Help page"))
    assert "not claim that it is validated" in str(definition.provenance).replace("it\n", "it ")
    assert definition.evidence.says


def test_without_a_partner_no_statement_names_one() -> None:
    for area in catalog.check_in().areas:
        assert "partner" not in f"{area.alone} {area.intro} {area.title}".lower()
