"""What is shown once a session is over: what may fit next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from exercises.catalog.following import following
from exercises.core.view import StepSeen, View
from exercises.steps.registry import STEP_KINDS
from exercises.translate import in_language

MOST_FOLLOWING: Final = 2
"""How much of what follows well is named at the end of a session."""


def after(view: View) -> dict[str, Any]:
    """Return the names of the context that the part `mine` has for it; empty until the session is over."""
    if not view.over:
        return {"leads_to": "", "follows": []}
    return {"leads_to": _leads_to(view.recap), "follows": _follows(view.slug)}


def _leads_to(recap: Sequence[StepSeen]) -> str:
    """Return what may fit next, from the latest step that leads to anything; empty until the session is over."""
    found = (STEP_KINDS[step.kind].leads_to(step.seen.theirs) for step in reversed(recap) if step.seen.theirs)
    return next(filter(None, found), "")


def _follows(slug: str) -> list[dict[str, Any]]:
    """Return what follows well from the exercise, once the session is over: the first few, by slug and title."""
    return [
        {"slug": one.slug, "title": in_language(one.title), "minutes": one.minutes}
        for one in following(slug)[:MOST_FOLLOWING]
    ]
