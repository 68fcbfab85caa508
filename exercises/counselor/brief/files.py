"""A brief as a file: JSON and CSV, with exactly what the page shows."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any, Final

from django.utils.translation import gettext as _

from exercises.counselor.brief.brief import Brief, Line

FORMAT: Final = 1
COLUMNS: Final = ("part", "day", "about", "who", "words")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def as_json(brief: Brief) -> str:
    facts = brief.facts
    return json.dumps(
        {
            "format": FORMAT,
            "couple": list(facts.names),
            "made_on": facts.made_on.isoformat(),
            "since": facts.since.isoformat(),
            "one_minute": list(brief.minute),
            "closed": brief.closed,
            "parts": [
                {
                    "key": part.key,
                    "title": part.title,
                    "scopes": [one.value for one in part.scopes],
                    "lines": [_as_data(line) for line in part.lines],
                }
                for part in brief.parts
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_data(line: Line) -> dict[str, Any]:
    on = line.on.isoformat() if line.on else None
    return {"day": on, "about": line.about, "who": line.by, "words": line.words}


def as_csv(brief: Brief) -> str:
    """Return a table that spreadsheets open, with a mark of its encoding; no cell of it is taken for a formula."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    rows = [(_("In short"), Line(one)) for one in brief.minute]
    rows += [(part.title, line) for part in brief.parts for line in part.lines]
    rows += [("closed", Line(brief.closed))] if brief.closed else []
    for part, line in rows:
        day = line.on.isoformat() if line.on else ""
        table.writerow(_safe(cell) for cell in (part, day, line.about, line.by, line.words))
    return "\ufeff" + out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
