"""The counts of security events, for all processes: each adds what it noted about once a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from couples import security_log
from couples.security_log import Kind
from couples.security_log.models import SecurityCount

KEPT: Final = timedelta(days=90)
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Total:
    """How often one event was noted, and how often in the hour with most of it."""

    number: int = 0
    most_in_an_hour: int = 0


def store() -> int:
    """Add what this process noted to the counts of the present hour. Returns how many events there were.

    What cannot be stored is noted again for the next call, without a second line.
    """
    taken = security_log.take()
    if not taken:
        return 0
    try:
        with transaction.atomic():
            _add(taken, timezone.now())
    except BaseException:
        security_log.put_back(taken)
        raise
    return taken.total()


def _add(noted: Mapping[Kind, int], at: datetime) -> None:
    hour = at.replace(minute=0, second=0, microsecond=0)
    for kind, number in sorted(
        noted.items()
    ):  # in one order, so that two processes do not wait for each other
        row, _made = SecurityCount.objects.get_or_create(kind=kind.value, hour=hour)
        SecurityCount.objects.filter(pk=row.pk).update(number=F("number") + number)


def since(begin: datetime) -> dict[Kind, Total]:
    """Return the total of every kind from the hour of `begin` until now."""
    numbers: dict[str, list[int]] = {}
    rows = SecurityCount.objects.filter(hour__gt=begin - HOUR)
    for kind, number in rows.values_list("kind", "number"):
        numbers.setdefault(kind, []).append(number)
    return {kind: Total(sum(found), max(found)) if (found := numbers.get(kind)) else Total() for kind in Kind}


def forget_over() -> int:
    """Delete counts that are older than KEPT. Returns how many rows there were; idempotent."""
    return SecurityCount.objects.filter(hour__lt=timezone.now() - KEPT).delete()[0]


def note_by_operator(kind: Kind) -> None:
    """Note an act of the operator and store it at once: a command ends before anything else could."""
    security_log.note(kind)
    store()
