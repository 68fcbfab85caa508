"""The invented counselor's one assignment to the invented couple, if they are linked. Once, and only for the demo."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from couples.counseling.models import Counseling
from couples.pairing.models import Couple
from exercises.counselor.assignments import Given, assign
from exercises.counselor.models import Assignment

EXERCISE: Final = "see-feel-need-ask"
NOTE: Final = (
    "Take one small thing, not the biggest one. Ten minutes are plenty, and stopping half way is fine. "
    "We can look at how it went when we meet, if you like."
)


def assign_one(couple: Couple) -> None:
    """Nothing where the couple is not a demo, has no counselor, or was given something before."""
    link = Counseling.objects.filter(couple=couple, linked_at__isnull=False, ended_at__isnull=True).first()
    if not couple.is_demo or link is None or Assignment.objects.filter(counseling=link).exists():
        return
    due = timezone.localdate() + timedelta(weeks=2)
    assign(link.counselor, couple, Given(EXERCISE, due, NOTE))
