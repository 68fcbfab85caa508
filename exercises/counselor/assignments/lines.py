"""A counselor's assignments as her page of a couple lists them."""

from __future__ import annotations

from typing import Any

from exercises.counselor.assignments import stored, words
from exercises.counselor.assignments.models import Assignment
from exercises.live.store import versions
from exercises.translate import in_language


def of(given: list[Assignment], with_progress: bool) -> list[dict[str, Any]]:
    """Return these assignments with her words. With progress, also whether each is done: record that she saw it."""
    done = stored.done(given) if with_progress else frozenset()
    written = words.of(given)
    return [
        {
            "id": one.pk,
            "title": in_language(versions.body_of(one.definition_id)["title"]),
            "due": one.due_on,
            "note": written[one.pk].note,
            "topic": written[one.pk].topic,
            "done": one.pk in done,
        }
        for one in given
        if one.pk in written and versions.holds(one.definition_id)
    ]
