"""Dates have one form everywhere: 28 November 2026."""

import re
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.template import Context, Template
from django.utils.formats import date_format

MOMENT = datetime(2026, 11, 28, 19, 5, tzinfo=UTC)
FOLDERS = (settings.BASE_DIR / "templates", settings.BASE_DIR / "exercises" / "steps")
TEMPLATES = (".html", ".jinja", ".txt")
NAMED = {"DATE_FORMAT", "DATETIME_FORMAT"}


def test_a_day_and_a_moment_are_written_in_full() -> None:
    assert date_format(MOMENT, "DATE_FORMAT") == "28 November 2026"
    assert date_format(MOMENT, "DATETIME_FORMAT") == "28 November 2026, 19:05"
    assert Template("{{ day|date }}").render(Context({"day": MOMENT})) == "28 November 2026"


def test_templates_name_a_format_and_never_spell_one_out() -> None:
    paths = [path for folder in FOLDERS for path in Path(folder).rglob("*") if path.suffix in TEMPLATES]
    texts = {path: path.read_text() for path in paths}
    found = {
        (path.name, name) for path, text in texts.items() for name in re.findall(r'\|date:"([^"]*)"', text)
    }

    assert found
    assert {one for one in found if one[1] not in NAMED} == set()
