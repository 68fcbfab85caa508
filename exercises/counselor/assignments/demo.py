"""Demo data: one assignment of the invented counselor to the invented couple."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from couples.counseling.models import Counseling
from couples.pairing.models import Couple
from exercises.counselor.assignments.giving import NewAssignment, assign
from exercises.counselor.assignments.models import Assignment

EXERCISE: Final = "see-feel-need-ask"
NOTE: Final = (
    "Take one small thing, not the biggest one. Ten minutes is plenty, and stopping halfway is fine. "
    "We can look at how it went when we meet, if you like."
)


def assign_one(couple: Couple) -> None:
    """Assign the exercise, unless the couple is not a demo, has no counselor or already has an assignment."""
    link = Counseling.objects.filter(couple=couple, linked_at__isnull=False, ended_at__isnull=True).first()
    if not couple.is_demo or link is None or Assignment.objects.filter(counseling=link).exists():
        return
    due = timezone.localdate() + timedelta(weeks=2)
    assign(link.counselor, couple, NewAssignment(EXERCISE, due, NOTE))
