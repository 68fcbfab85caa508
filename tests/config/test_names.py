"""The vocabulary check finds a word that was given up wherever it stands, and leaves prose and pinned names alone."""

from pathlib import Path

import pytest

from scripts import names


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        (
            "exercises/live/rooms.py",
            "def take_seat(): ...\n",
            "rooms.py:1: take_seat; for seat say access",
        ),
        (
            "couples/help/pages.py",
            "class HelpPlace: ...\n",
            "couples/help/pages.py:1: HelpPlace; for place say",
        ),
        ("couples/keys/shelf.py", "", "couples/keys/shelf.py: shelf in its name; say store"),
        ("templates/alone/doors/own.html", "", "doors in its name"),
        (
            "templates/own.html",
            "{% if sheets %}{{ my_shelf.day }}{% endif %}",
            "my_shelf; for shelf say store",
        ),
    ],
)
def test_a_word_that_was_given_up_is_found(tmp_path: Path, file: str, text: str, found: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)

    assert any(found in line for line in names.wrong_names(tmp_path, [file]))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.py", '"""A place with a door and a shelf."""  # a spot\nsay = "seat"\n'),
        ("a.py", "def test_a_partner_has_one_place_only(): ...\n"),
        ("a.py", "call_command(make_shelves)\n"),
        ("a.html", "<p>A place</p>{% translate 'Your place' %}"),
    ],
)
def test_prose_and_pinned_names_are_left_alone(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text)

    assert list(names.wrong_names(tmp_path, [file])) == []


def test_every_name_of_the_project_is_in_the_vocabulary() -> None:
    folder = Path(names.__file__).parent.parent

    assert list(names.wrong_names(folder, names.tracked(folder))) == []
