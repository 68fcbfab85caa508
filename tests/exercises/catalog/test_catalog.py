"""The exercises of Counterpoint, and what the catalogue makes of a definition."""

import json
import random
import tempfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from exercises import catalog
from exercises.catalog import (
    CoupleDefinition,
    aims,
    canonical,
    content_hash,
    couple_definitions,
    exercise_of,
    read,
)
from exercises.catalog.about import about
from exercises.steps.negotiation import item as negotiation

SAMPLES = Path(__file__).parent / "definitions"
EVERY = [*sorted(catalog.FOLDER.glob("*.yaml")), *sorted(SAMPLES.glob("*.yaml"))]
every_file = pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)

TEXTS = {
    *(
        "title",
        "summary",
        "purpose",
        "not_for",
        "fits",
        "says",
        "provenance",
        "intro",
        "label",
        "say",
        "say_back",
        "sentence",
        "waiting",
    ),
    *("own", "partner", "anchors", "comfort_anchors"),
}
"""The names under which a body holds what people read."""

readable = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"],
        exclude_characters="{}\ufeff",
        include_characters="\n",
    ),
    min_size=1,
).filter(lambda text: text.strip())


def test_the_exercises_come_shortest_first() -> None:
    asked = [(definition.minutes, definition.slug) for definition in couple_definitions()]
    assert asked == sorted(asked)
    assert len(asked) >= 3


@every_file
def test_a_stored_body_plays_as_the_file_does(path: Path) -> None:
    definition = read(path)
    stored = json.loads(json.dumps(canonical(definition)))
    assert exercise_of(stored) == definition.exercise()


@every_file
def test_the_hash_does_not_depend_on_the_order_of_names(path: Path) -> None:
    body = canonical(read(path))
    assert content_hash(reordered(body)) == content_hash(body)
    assert exercise_of(reordered(body)) == exercise_of(body)


@every_file
def test_the_hash_changes_with_every_text(path: Path) -> None:
    body = canonical(read(path))
    ways = all_ways(body)
    changed = [with_texts(body, only(way, "Something else.")) for way in ways]
    assert len({content_hash(each) for each in [body, *changed]}) == len(ways) + 1


@given(english=readable, other=readable)
def test_any_text_in_any_language_survives_file_and_store(english: str, other: str) -> None:
    sample = canonical(read(SAMPLES / "one-need.yaml"))
    body = with_texts(sample, lambda way, text: {"en": english, "de": other})
    definition = written(body)
    assert canonical(definition) == body
    assert exercise_of(json.loads(json.dumps(body))) == definition.exercise()


def test_a_body_of_before_plays_even_if_a_rule_for_authors_forbids_it_now() -> None:
    body = canonical(read(SAMPLES / "four-areas.yaml"))
    body["steps"][1]["most"] = 4
    assert exercise_of(body).steps[1].settings.most == 4


def test_every_aim_has_its_words() -> None:
    assert list(aims.AIMS) == list(get_args(aims.Aim))
    assert {wish.group for wish in aims.AIMS.values()} == set(get_args(aims.Group)) == set(aims.GROUPS)


def test_an_exercise_says_what_it_is_looked_for_for(tmp_path: Path) -> None:
    path = tmp_path / "one-need.yaml"
    path.write_text((SAMPLES / "one-need.yaml").read_text().replace("aims: [need]\n", "next: [one-need]\n"))
    with pytest.raises(catalog.BrokenDefinition) as broken:
        read(path)
    assert [line.split(": ", 1)[1] for line in broken.value.lines] == [
        "“aims” is missing",
        "next 1: should be another exercise",
    ]


def test_what_follows_well_is_there() -> None:
    slugs = {definition.slug for definition in catalog.all_definitions()}
    assert slugs >= {slug for definition in catalog.all_definitions() for slug in definition.next}


def test_a_body_without_a_summary_plays_and_keeps_its_hash() -> None:
    definition = read(SAMPLES / "four-areas.yaml")
    assert definition.summary is None
    assert "summary" not in canonical(definition)
    assert about(definition)["summary"] == about(definition)["purpose"]


def test_the_command_says_ok_for_each_exercise() -> None:
    out = StringIO()
    call_command("check_exercises", stdout=out)
    every = sorted(catalog.FOLDER.rglob("*.yaml"))
    assert len(every) == len(catalog.all_definitions())
    assert out.getvalue().split() == [word for path in every for word in (f"{path.name}:", "OK")]


def test_the_command_fails_with_the_errors_of_a_broken_file(tmp_path: Path) -> None:
    path, out = tmp_path / "one-need.yaml", StringIO()
    path.write_text((SAMPLES / "one-need.yaml").read_text().replace("who: speaker", "who: me"))
    with pytest.raises(CommandError, match="2 files cannot be used"):
        call_command(
            "check_exercises", path, tmp_path / "nothing.yaml", SAMPLES / "one-need.yaml", stdout=out
        )
    assert out.getvalue().splitlines() == [
        "one-need.yaml:21:10: step 2 (write) › who: should be one of: both, speaker",
        f"nothing.yaml: there is no such file in {tmp_path}",
        "one-need.yaml: OK",
    ]


def test_a_definition_names_only_kinds_of_items_that_the_negotiation_knows() -> None:
    body = canonical(next(each for each in couple_definitions() if each.slug == "limit-request-or-agreement"))
    kind = next(question for question in body["steps"][1]["questions"] if question["name"] == "kind")
    assert tuple(pick["value"] for pick in kind["choices"]) == negotiation.KINDS


Way = tuple[str | int, ...]


def with_texts(value: Any, change: Callable[[Way, str], Any], way: Way = ()) -> Any:
    """A copy of a body, each text that people read replaced by what `change` makes of it."""
    if isinstance(value, dict):
        return {name: with_texts(inner, change, (*way, name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_texts(inner, change, (*way, number)) for number, inner in enumerate(value)]
    named = [part for part in way if isinstance(part, str)]
    return change(way, value) if isinstance(value, str) and named[-1] in TEXTS else value


def written(body: dict[str, Any]) -> CoupleDefinition:
    """The body as an author might have written it, read again from its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{body['slug']}.yaml")
        path.write_text(yaml.safe_dump(without_nothing(body), allow_unicode=True), encoding="utf-8")
        definition = read(path)
        assert isinstance(definition, CoupleDefinition)
        return definition


def all_ways(body: dict[str, Any]) -> list[Way]:
    """The ways to all texts of a body."""
    found: list[Way] = []

    def note(way: Way, text: str) -> str:
        found.append(way)
        return text

    with_texts(body, note)
    return found


def only(this: Way, new: str) -> Callable[[Way, str], str]:
    return lambda way, text: new if way == this else text


def without_nothing(value: Any) -> Any:
    """A copy without what was left at nothing: an author simply leaves it out."""
    if isinstance(value, dict):
        return {name: without_nothing(inner) for name, inner in value.items() if inner is not None}
    return [without_nothing(inner) for inner in value] if isinstance(value, list) else value


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: reordered(value[name]) for name in random.Random(7).sample(list(value), len(value))}
    return [reordered(each) for each in value] if isinstance(value, list) else value
