"""Five parts in a small exercise: that somebody answered about the complaint shows, what they answered never does."""

from dataclasses import replace
from typing import Any

from exercises.steps.daily_reading.kind import Settings
from exercises.steps.daily_reading.turn import Answered, Arranged
from tests.core.example import Example


def opened(session: Any, event: Any, owner: Any) -> Any:
    return ("complaint", event.complaint) if isinstance(event, Arranged) else None


def changed(event: Any, opened: Any, rng: Any) -> Any:
    return replace(event, answer=rng.choice(("keep", "leave_out"))) if isinstance(event, Answered) else event


EXAMPLE = Example(
    settings=Settings("Five parts", "Thanks", "News", "Question", "Complaint", "Request", "Hope"),
    around=lambda part: (part("daily_reading"),),
    sealed=frozenset({"keep", "leave_out"}),
    opened=opened,
    changed=changed,
)
