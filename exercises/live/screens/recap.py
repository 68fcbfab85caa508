"""What both can read again: which of the steps before have words, in their order, each under a title of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from exercises.core.view import StepSeen
from exercises.steps.registry import STEP_KINDS


def with_words(recap: Sequence[StepSeen]) -> list[StepSeen]:
    """Return the past steps that have words to read. Kinds marked `recap_first` come first, and also without words that
    are open to both: they hold what is the viewer's own."""

    def comes_first(step: StepSeen) -> bool:
        return STEP_KINDS[step.kind].recap_first and step.seen.theirs is not None

    found = [step for step in recap if step.has_words or comes_first(step)]
    return sorted(found, key=lambda step: not comes_first(step))


def told_apart(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps; the title of one that came again, in swapped roles, says so."""
    titles = [step["title"] for step in steps]
    rounds = [titles[: index + 1].count(title) for index, title in enumerate(titles)]
    return [step | {"title": _again(step["title"], many)} for step, many in zip(steps, rounds, strict=True)]


def _again(title: str, many: int) -> str:
    return _("%(title)s, round %(number)s") % {"title": title, "number": many} if many > 1 else title
