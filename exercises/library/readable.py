"""What a counselor could read of a completed session of an exercise, step by step, and which consent it needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from couples.counseling.scopes import AGREEMENTS
from exercises.catalog import CoupleDefinition
from exercises.core.kind import Step
from exercises.core.left_out import nothing_revealed, nothing_settled
from exercises.counselor.reports import REPORTS, Report
from exercises.translate import in_language


@dataclass(frozen=True)
class StepRead:
    """A step, and under which titles something of it can be read, each while both allow it; none: never."""

    title: str
    under: tuple[str, ...]


def steps_of(definition: CoupleDefinition) -> list[StepRead]:
    """Return the steps in their order."""
    steps = definition.exercise().steps
    return [StepRead(in_language(step.title), tuple(_(one.title) for one in _needed(step))) for step in steps]


def _needed(step: Step) -> list[Report]:
    kind = step.kind
    needed = {kind.scope} if kind.revealed is not nothing_revealed else set()
    if kind.settles is not nothing_settled:
        needed.add(AGREEMENTS.value)
    return [report for report in REPORTS if report.scope.value in needed]
