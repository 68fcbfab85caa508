"""When it is time for something, from what both partners know. Reads nothing that one of them keeps to themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Max

from exercises.core.ledger import Ledger, standing
from exercises.live.models import Stream

CHECK_IN: Final = "balance-check-in"
LOOK_AGAIN_AFTER: Final = timedelta(days=14)
"""How long after a check-in of the two it is suggested to look again."""


def is_time_to_look_again(completed: Mapping[str, datetime], at: datetime) -> bool:
    """Return whether the last check-in of the two was long enough ago; False if there was none."""
    last = completed.get(CHECK_IN)
    return last is not None and at - last >= LOOK_AGAIN_AFTER


def completed(couple: UUID) -> dict[str, datetime]:
    """Return by exercise when the couple last reached the end of one, in one query."""
    ended = Stream.objects.filter(couple=couple, played_through=True, records__sequence=F("head"))
    rows = ended.values_list("definition__slug").annotate(at=Max("records__at")).order_by()
    return {str(slug): at for slug, at in rows}


def reviews(ledger: Ledger, today: date) -> dict[str, date]:
    """Return by entry when the agreements in force are to be looked at again."""
    return {
        entry: line.review
        for entry, line in ledger.lines.items()
        if line.review and ledger.parted_on is None and standing(line, today) not in ("closed", "lapsed")
    }
