"""The private pages, a module for each. Each is behind `doors.private`; none of them knows of a partner."""

from __future__ import annotations

from typing import Any

from exercises.alone.definitions import Definition
from exercises.wording import in_language


def about(definition: Definition) -> dict[str, Any]:
    """What an exercise for one says of itself, for the reader."""
    names = ("title", "purpose", "not_for", "provenance", "intro")
    found: dict[str, Any] = {name: in_language(getattr(definition, name)) for name in names}
    evidence = definition.evidence
    return found | {
        "minutes": definition.minutes,
        "evidence_grade": evidence.grade,
        "evidence_says": in_language(evidence.says),
    }
