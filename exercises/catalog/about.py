"""The description of an exercise in the reader's language, without its steps or questions."""

from __future__ import annotations

from typing import Any

from exercises.catalog.shape import CoupleDefinition, Envelope
from exercises.catalog.solo import SoloDefinition
from exercises.translate import in_language


def about(definition: Envelope) -> dict[str, Any]:
    """The texts around the exercise, for a template."""
    names = ["title", "purpose", "not_for", "provenance"]
    if isinstance(definition, SoloDefinition):
        names.append("intro")
    texts: dict[str, Any] = {name: in_language(getattr(definition, name)) for name in names}
    if isinstance(definition, CoupleDefinition):
        texts["summary"] = in_language(definition.summary or definition.purpose)
    return texts | {
        "slug": definition.slug,
        "minutes": definition.minutes,
        "evidence_grade": definition.evidence.grade,
        "evidence_says": in_language(definition.evidence.says),
    }
