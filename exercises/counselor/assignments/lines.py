"""A counselor's assignments as her page of a couple lists them."""

from __future__ import annotations

from typing import Any

from couples.counseling import access_log, scopes
from couples.page_decorators import SignedIn
from exercises.counselor.assignments import stored, words
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.couple_page import Allowed, record
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.marks import lines
from exercises.live.store import versions
from exercises.translate import in_language


def of(
    request: SignedIn, linked: LinkedCouple, given: list[Assignment], allowed: Allowed
) -> list[dict[str, Any]]:
    """Return these assignments with her words and marks. With progress, also whether each is done, and record that she
    saw it; likewise what is seen differently of what she marked."""
    with_progress = scopes.PROGRESS in allowed
    done = stored.done(given) if with_progress else frozenset()
    written = words.of(given)
    marked = lines.of(request.user.pk, linked, allowed, given)
    if with_progress and given:
        record(request, linked, scopes.PROGRESS.value)
    if any(one.differ for one in marked.values()):
        record(request, linked, access_log.MARKED)
    return [
        {
            "id": one.pk,
            "title": in_language(versions.body_of(one.definition_id)["title"]),
            "due": one.due_on,
            "note": written[one.pk].note,
            "topic": written[one.pk].topic,
            "done": one.pk in done,
            "marks": marked[one.pk],
        }
        for one in given
        if one.pk in written and versions.holds(one.definition_id)
    ]
