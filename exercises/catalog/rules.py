"""Checks of a definition's steps against each other, delegated to each step kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from exercises.catalog.files import Problem
from exercises.catalog.ways import way_problems
from exercises.core.checks import Placed
from exercises.core.kind import Exercise, Step, StepKind
from exercises.steps.registry import STEP_KINDS
from exercises.translate import Reader

NOT_A_STEP: Final = frozenset({"together", "speaker"})
"""Names under which the arrival hands values on; a step with such an id would hide them."""


def rule_problems(exercise: Exercise) -> Iterator[Problem]:
    """Yield the problems of all steps."""
    yield from _order(exercise)
    reader = Reader.for_anybody()
    has_speaker = any(getattr(step.settings, "speaker", False) is True for step in exercise.steps[:1])
    before: dict[str, Step] = {}
    for index, step in enumerate(exercise.steps):
        if step.id in before or step.id in NOT_A_STEP:
            yield Problem(("steps", index, "id"), _("this id is taken"))
        later = frozenset(each.id for each in exercise.steps[index + 1 :])
        placed = Placed(index, step.settings, dict(before), has_speaker, STEP_KINDS, later)
        for fault in step.kind.checks(placed):
            yield Problem(fault.route, reader.text(fault.says))
        before.setdefault(step.id, step)
    yield from way_problems(exercise)


def _order(exercise: Exercise) -> Iterator[Problem]:
    """Yield a problem where the first or last step is of the wrong kind, or a kind for there is elsewhere."""
    says = {
        "first": _("the first step, and no other, is of the kind {kinds}"),
        "last": _("the last step, and no other, is of the kind {kinds}"),
    }
    for index, step in enumerate(exercise.steps):
        for stands, here in (("first", index == 0), ("last", index == len(exercise.steps) - 1)):
            if (step.kind.stands == stands) != here:
                yield Problem(("steps", index, "kind"), says[stands].format(kinds=_kinds(stands)))


def _kinds(stands: str) -> str:
    found: list[StepKind] = [kind for kind in STEP_KINDS.values() if kind.stands == stands]
    return ", ".join(kind.name for kind in found)
