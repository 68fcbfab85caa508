"""A translation beside an exercise is part of it, and of the hash of its versions; what is wrong in it is named."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from exercises import catalog
from exercises.catalog import BrokenDefinition, canonical, content_hash, exercise_of, read
from exercises.catalog.files import load
from exercises.catalog.texts import all_texts
from exercises.catalog.translations import _path
from exercises.translate import in_language

SAMPLES = Path(__file__).parent / "definitions"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "one-need.yaml"
    found.write_text((SAMPLES / "one-need.yaml").read_text())
    return found


def lines_of(path: Path) -> dict[str, str]:
    """A whole translation: each path with the English in angle quotes."""
    data = load(path).data
    return {_path(route, data): f"„{text}“" for route, text in all_texts(read(path))}


def translate(path: Path, lines: dict[str, str], language: str = "de") -> Path:
    file = path.with_name(f"{path.stem}.{language}.yaml")
    file.write_text("".join(f'{name}: "{text}"\n' for name, text in lines.items()))
    return file


def broken(path: Path) -> list[str]:
    with pytest.raises(BrokenDefinition) as error:
        read(path)
    return list(error.value.lines)


def test_a_translation_is_merged_and_changes_the_hash(path: Path) -> None:
    alone = content_hash(canonical(read(path)))
    lines = lines_of(path)
    translate(path, lines)
    definition = read(path)
    body = canonical(definition)
    assert body["title"] == {"en": "A small one", "de": "„A small one“"}
    assert body["steps"][1]["questions"][1]["choices"][0]["label"]["de"] == "„Good“"
    with override("de"):
        assert in_language(definition.title) == "„A small one“"
    translate(path, lines | {"steps.write.questions.see.label": "Was war?"})
    hashes = {alone, content_hash(body), content_hash(canonical(read(path)))}
    assert len(hashes) == 3
    assert exercise_of(body) == definition.exercise()
    assert [file.name for file in catalog.definition_files(path.parent)] == ["one-need.yaml"]


def test_several_languages_stand_side_by_side(path: Path) -> None:
    lines = lines_of(path)
    for language in ("de", "fr"):
        translate(path, lines, language)
    assert set(read(path).title) == {"en", "de", "fr"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"steps.write.title": None},
            "one-need.de.yaml:1:1: “steps.write.title” is missing, in English: Write",
        ),
        (
            {"steps.wriet.title": "x"},
            ":26:1: steps.wriet.title: there is no text at this path; perhaps “steps.write.title” is meant",
        ),
        ({"title": "{partner}"}, ":1:8: title: “partner” cannot stand here"),
        ({"steps.arrive.intro": "{name}"}, ": steps.arrive.intro: “name” is no placeholder"),
        ({"steps.swap.intro": " "}, ": steps.swap.intro: this is empty"),
        ({"steps.swap.intro": "{"}, ": steps.swap.intro: there is a brace without its other half"),
    ],
)
def test_what_is_wrong_in_it_is_named_by_line_and_path(path: Path, change, said: str) -> None:
    lines = lines_of(path) | change
    translate(path, {name: text for name, text in lines.items() if text is not None})
    assert [line for line in broken(path) if said in line], broken(path)


def test_a_translation_of_another_kind_is_refused(path: Path) -> None:
    translate(path, lines_of(path), "German")
    assert "one-need.German.yaml:1:1: the name of this file should end in the code" in broken(path)[0]
    path.with_name("one-need.German.yaml").unlink()
    path.with_name("one-need.de.yaml").write_text("- x\n")
    assert broken(path) == ["one-need.de.yaml:1:1: should be paths, each with a text"]
    path.with_name("one-need.de.yaml").write_text("title: [x]\n")
    assert "one-need.de.yaml:1:8: title: should be a text" in broken(path)


def test_the_paths_that_are_missing_are_named_in_the_order_of_the_exercise(path: Path) -> None:
    lines = lines_of(path)
    path.with_name("one-need.de.yaml").write_text("steps:\n  arrive:\n    title: Da sein\n")
    said = broken(path)
    assert [line.split("“")[1].split("”")[0] for line in said[1:]] == list(lines)
    assert said[0].endswith(
        "steps: there is no text at this path; write each path whole and in one line, as in steps.arrive.title"
    )


def test_a_translation_that_is_called_something_else_is_recognized(path: Path) -> None:
    file = translate(path, lines_of(path)).rename(path.with_name("one-need_de.yaml"))
    with pytest.raises(
        BrokenDefinition, match=r"one-need_de\.yaml:1:1: this looks like a translation"
    ) as error:
        read(file)
    assert len(error.value.lines) == 1


def test_a_language_is_in_one_place_only(tmp_path: Path) -> None:
    path = tmp_path / "room-for.yaml"
    text = (catalog.FOLDER / "solo" / "room-for.yaml").read_text()
    path.write_text(text)
    lines = lines_of(path)
    path.write_text(text.replace("title: What I have room for", "title: {en: Room, de: Platz}"))
    translate(path, lines)
    assert "is missing in: de" in broken(path)[0]


def test_the_command_checks_a_translation_with_its_exercise(path: Path) -> None:
    file, out = translate(path, lines_of(path) | {"title": "{"}), StringIO()
    with pytest.raises(CommandError, match="1 file cannot be used"):
        call_command("check_exercises", file, stdout=out)
    assert out.getvalue() == "one-need.de.yaml:1:8: title: there is a brace without its other half\n"
    path.unlink()
    with pytest.raises(CommandError):
        call_command("check_exercises", path.parent, stdout=(out := StringIO()))
    assert out.getvalue() == f"one-need.yaml: there is no such file in {path.parent}\n"
